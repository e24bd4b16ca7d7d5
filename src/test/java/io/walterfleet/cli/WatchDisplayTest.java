package io.walterfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.Schemas;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.report.Style;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.watch.Notice;
import io.walterfleet.watch.Notice.Broken;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.CorrectionFailed;
import io.walterfleet.watch.Notice.Loaded;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.Notice.SurveyFailed;
import io.walterfleet.watch.Notice.Surveyed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@Tag("unit")
class WatchDisplayTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Observation WHOLE = Sighting.of("1.8.3").seen();
  private static final Observation EDITED =
      Sighting.of("1.8.3")
          .with(new Install.Files(Optional.of(Samples.SHA256), List.of("compose.yml"), List.of()))
          .seen();

  private final StringWriter out = new StringWriter();

  @Test
  void whatIsNotInSyncIsSaidWhenItIsNewsAndACountEachTime() {
    tell(
        new Loaded(AT, fleet(Map.of("a", WHOLE, "b", WHOLE))),
        survey(Map.of("a", WHOLE, "b", WHOLE)),
        survey(Map.of("a", EDITED, "b", new Unknown("no route", "mend it"))),
        survey(Map.of("a", EDITED, "b", new Unknown("no route for 20 s", "mend it"))),
        survey(Map.of("a", WHOLE, "b", WHOLE)));
    assertThat(out.toString())
        .isEqualTo(
            """
            2026-11-23T10:00:00Z inventory read: 2 machines
            2026-11-23T10:00:00Z 2 machines: 2 in sync
            2026-11-23T10:00:00Z 2 machines: 1 drifted, 1 unknown
            1 machine drifted: changed on the machine since walter-fleet last applied
              ~ a
                  edited      compose.yml
                  to correct  stage, pull, swap, restart, gate, finish
                  downtime    seconds: the stack restarts

            1 machine unknown: not all could be seen
              ? b
                  no route
                  fix: mend it

            2026-11-23T10:00:00Z 2 machines: 1 drifted, 1 unknown
            2026-11-23T10:00:00Z 2 machines: 2 in sync
            """);
  }

  @Test
  void aCorrectionSaysWhereItKeptWhatItReplaced() {
    tell(correction());
    assertThat(out.toString())
        .isEqualTo(
            """
            2026-11-23T10:00:00Z run r1 of 1 machine began
            2026-11-23T10:00:00Z a: swap done in 1.0 s
            2026-11-23T10:00:00Z a: applied
            kept: a: the new directory is in place, the old one is /home/a/old
            applied: a

            1 machine: 1 applied in 2.0 s
            """);
  }

  @Test
  void whatIsLeftUndoneIsSaidInALine() {
    tell(
        new SurveyFailed(AT, "the manifest is away"),
        new PutOff(AT, List.of("a", "b"), "no maintenance window is open", Optional.of(AT)),
        new PutOff(AT, List.of("a"), "putting it back failed", Optional.empty()),
        new CorrectionFailed(AT, "the bundle is away"),
        new Broken(AT, "f.yml:1:1: odd\n    fix: even\n"));
    assertThat(out.toString())
        .isEqualTo(
            """
            2026-11-23T10:00:00Z no survey: the manifest is away
            2026-11-23T10:00:00Z left alone: a, b: no maintenance window is open; again from 2026-11-23T10:00:00Z
            2026-11-23T10:00:00Z left alone: a: putting it back failed
            2026-11-23T10:00:00Z nothing was put back: the bundle is away
            2026-11-23T10:00:00Z the inventory is broken, the last good one stays
                f.yml:1:1: odd
                    fix: even
            """);
  }

  @Test
  void asJsonEachLineIsWhatOneOfTheSchemasSays() throws IOException {
    tell("JSON", new Loaded(AT, fleet(Map.of("a", WHOLE))), survey(Map.of("a", EDITED)));
    tell("JSON", correction());
    tell(
        "JSON",
        new SurveyFailed(AT, "the manifest is away"),
        new PutOff(AT, List.of("a"), "no maintenance window is open", Optional.of(AT)),
        new PutOff(AT, List.of("a"), "putting it back failed", Optional.empty()),
        new CorrectionFailed(AT, "the bundle is away"),
        new Broken(AT, "f.yml:1:1: odd\n    fix: even\n"));
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(12);
    for (String line : lines) {
      assertThat(Schemas.complaints(schema(line), line)).as(line).isEmpty();
    }
    assertThat(lines.stream().filter(line -> schema(line).startsWith("notice")))
        .containsExactly(
            notice("inventory-read", "inventory read: 1 machine", "[]", ""),
            notice("no-survey", "no survey: the manifest is away", "[]", ""),
            notice(
                "left-alone",
                "left alone: a: no maintenance window is open; again from 2026-11-23T10:00:00Z",
                "[\"a\"]",
                ",\"until\":\"2026-11-23T10:00:00Z\""),
            notice("left-alone", "left alone: a: putting it back failed", "[\"a\"]", ""),
            notice("no-correction", "nothing was put back: the bundle is away", "[]", ""),
            notice(
                "inventory-broken",
                "the inventory is broken, the last good one stays\\nf.yml:1:1: odd\\n    fix: even",
                "[]",
                ""));
    String odd = notice("left-alone", "nobody", "[]", "");
    assertThat(Schemas.complaints("notice.schema.json", odd)).isNotEmpty();
  }

  private static String notice(String kind, String text, String machines, String more) {
    return "{\"type\":\"notice\",\"format\":\"walter-fleet/notice/v1\",\"at\":\"2026-11-23T10:00:00Z\",\"notice\":\"%s\",\"text\":\"%s\",\"machines\":%s%s}"
        .formatted(kind, text, machines, more);
  }

  private static String schema(String line) {
    if (line.startsWith("{\"format\":")) {
      return "drift.schema.json";
    }
    return line.startsWith("{\"type\":\"notice\"") ? "notice.schema.json" : "event.schema.json";
  }

  private void tell(Notice... notices) {
    tell("TEXT", notices);
  }

  private void tell(String format, Notice... notices) {
    OutputOptions output = new OutputOptions();
    new CommandLine(output).parseArgs("--format", format);
    WatchDisplay display = new WatchDisplay(new PrintWriter(out), output, Style.PLAIN);
    List.of(notices).forEach(display);
  }

  private static Notice[] correction() {
    FleetDrift drift = drift(Map.of("a", EDITED));
    MachineResult applied = new MachineResult("a", Outcome.APPLIED, "", "");
    Duration second = Duration.ofSeconds(1);
    RunResult result =
        new RunResult(
            "r1",
            drift.correction(),
            List.of(applied),
            RunResult.Ending.COMPLETE,
            Duration.ofSeconds(2));
    String kept = "the new directory is in place, the old one is /home/a/old";
    List<Event> events =
        List.of(
            new Event.RunStarted(AT, "r1", "p", 1, 1),
            new Event.StepStarted(AT, "a", "swap"),
            new Event.StepFinished(AT, "a", "swap", Result.CHANGED, second, kept),
            new Event.MachineFinished(AT, applied),
            new Event.RunFinished(
                AT, "r1", Map.of(Outcome.APPLIED, 1), RunResult.Ending.COMPLETE, 0));
    return Stream.concat(
            events.stream().map(Correcting::new), Stream.of(new Corrected(AT, drift, result)))
        .toArray(Notice[]::new);
  }

  private static Surveyed survey(Map<String, Observation> seen) {
    return new Surveyed(AT, drift(seen), Duration.ofSeconds(1));
  }

  private static FleetDrift drift(Map<String, Observation> seen) {
    return FleetDrift.of(Samples.HEADER, fleet(seen), Samples.MANIFEST, seen);
  }

  private static Fleet fleet(Map<String, Observation> seen) {
    List<Machine> machines = seen.keySet().stream().sorted().map(Samples::machine).toList();
    return Samples.fleet(Rollout.DEFAULT, machines);
  }
}
