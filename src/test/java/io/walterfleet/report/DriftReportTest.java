package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.DriftJson;
import io.walterfleet.format.Schemas;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Stack;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.step.StepReport.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DriftReportTest {
  private static final FleetDrift MIXED = mixed();

  @Test
  void threeThingsAreToldApart() {
    assertThat(DriftText.of(MIXED, Style.PLAIN, Detail.NORMAL))
        .isEqualTo(
            """
            Drift of fleet emea, read 2026-11-23T10:00:00Z

            3 machines drifted: changed on the machine since walter-fleet last applied
              ~ 2 machines: a-1, a-2
                  running     no container -> running
                  to correct  restart, gate, finish
                  downtime    seconds: the stack restarts
              ~ b
                  edited      f01
                  edited      f02
                  edited      f03
                  edited      f04
                  edited      f05
                  edited      f06
                  edited      f07
                  edited      f08
                  edited      f09
                  edited      f10
                  edited      and 2 more (-v lists all)
                  missing     bin/x
                  to correct  stage, pull, swap, restart, gate, finish
                  downtime    seconds: the stack restarts
                  left        release 1.8.2 -> 1.8.3, which the inventory or the manifest wants

            1 machine with nothing to compare with: whether somebody changed them cannot be told
              > d
                  walter-fleet has applied nothing here yet, so there is nothing to compare with
                  release     1.8.2 -> 1.8.3
                  bundle      7d7d7d7d7d7d -> 2026.11.1

            1 machine with a pending change: nobody changed them, the inventory or the manifest wants something else
              > c
                  release     1.8.2 -> 1.8.3

            1 machine blocked: not as last applied, and not to be put back
              ! e
                  locked by ana@desk (run r1, apply) for another 30 s unless it is renewed
                  fix: wait for that run; if it is dead: walter-fleet unlock id --limit e

            1 machine unknown: not all could be seen
              ? f
                  no route
                  fix: mend it

            8 machines: 1 in sync, 2 to change, 3 drifted, 1 blocked, 1 unknown
            """);
  }

  @Test
  void aCommentTellsTheSameThreeThingsApart() {
    assertThat(DriftMarkdown.of(MIXED, Detail.NORMAL))
        .isEqualTo(
            """
            <!-- walter-fleet drift -->
            ### Drift of fleet `emea`: 3 of 8 machines

            **1 in sync, 2 to change, 3 drifted, 1 blocked, 1 unknown**, read 2026-11-23T10:00:00Z

            #### 3 machines drifted: changed on the machine since walter-fleet last applied

            | machines | what changed | to correct | downtime |
            |---|---|---|---|
            | 2 machines: `a-1, a-2` | running `no container` → `running` | restart, gate, finish | seconds: the stack restarts |
            | `b` | edited `f01`<br>edited `f02`<br>edited `f03`<br>edited `f04`<br>edited `f05`<br>edited `f06`<br>edited `f07`<br>edited `f08`<br>edited `f09`<br>edited `f10`<br>edited 2 more<br>missing `bin/x`<br>left to apply: release `1.8.2` → `1.8.3` | stage, pull, swap, restart, gate, finish | seconds: the stack restarts |

            #### 1 machine blocked: not as last applied, and not to be put back

            | machines | why | fix |
            |---|---|---|
            | `e` | locked by ana&#64;desk (run r1, apply) for another 30 s unless it is renewed | wait for that run; if it is dead: walter-fleet unlock id --limit e |

            #### 1 machine unknown: not all could be seen

            | machines | why | fix |
            |---|---|---|
            | `f` | no route | mend it |

            #### 1 machine with nothing to compare with: whether somebody changed them cannot be told

            | machines | wanted |
            |---|---|
            | `d` | walter-fleet has applied nothing here yet, so there is nothing to compare with<br>release `1.8.2` → `1.8.3`<br>bundle `7d7d7d7d7d7d` → `2026.11.1` |

            #### 1 machine with a pending change: nobody changed them, the inventory or the manifest wants something else

            | machines | wanted |
            |---|---|
            | `c` | release `1.8.2` → `1.8.3` |
            """);
  }

  @Test
  void aCommentWithoutDriftSaysSo() {
    FleetDrift none = drift(Map.of("a", Sighting.of("1.8.3").seen()));
    String head =
        """
        <!-- walter-fleet drift -->
        ### Drift of fleet `emea`: none of 1 machine

        **1 in sync**, read 2026-11-23T10:00:00Z
        """;
    assertThat(DriftMarkdown.of(none, Detail.NORMAL)).isEqualTo(head);
    assertThat(DriftMarkdown.of(none, Detail.QUIET)).isEqualTo(head);
    assertThat(DriftMarkdown.of(MIXED, Detail.QUIET).lines()).hasSize(4);
    assertThat(DriftMarkdown.of(MIXED, Detail.VERBOSE))
        .contains("| `a-1` |", "| `a-2` |", "edited `f12`")
        .doesNotContain(" more<br>");
  }

  @Test
  void aCommentOnThousandsOfDifferentMachinesIsCutAndCounted() {
    Map<String, Observation> seen = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      List<String> edited = List.of("f" + i, "path/of/some/length/" + i);
      seen.put("m-" + i, files(Sighting.of("1.8.3"), edited, List.of()).seen());
    }
    String text = DriftMarkdown.of(drift(seen), Detail.NORMAL);
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(58_000, 60_000);
    assertThat(text).contains("**Not all of it is here**", "**Cut here**");
  }

  @Test
  void everyPathIsListedWhereAllIsAskedFor() {
    assertThat(DriftText.of(MIXED, Style.PLAIN, Detail.VERBOSE))
        .contains("edited      f12\n", "  ~ a-1\n", "  ~ a-2\n", "  = g\n")
        .doesNotContain("more (-v");
  }

  @Test
  void theClosingLineStandsAlone() {
    assertThat(DriftText.of(MIXED, Style.PLAIN, Detail.QUIET))
        .isEqualTo("8 machines: 1 in sync, 2 to change, 3 drifted, 1 blocked, 1 unknown\n");
  }

  @Test
  void whatIsLeftToApplyIsSaid() {
    assertThat(DriftText.left(MIXED, Detail.NORMAL))
        .isEqualTo(
            """
            left: 3 machines, of which the inventory or the manifest wants something else: b, c, d
                fix: walter-fleet plan --limit b:c:d; to bring it: walter-fleet apply --limit b:c:d
            """);
    assertThat(DriftText.left(MIXED, Detail.QUIET)).isEmpty();
    assertThat(DriftText.left(drift(Map.of("a", Sighting.of("1.8.3").seen())), Detail.NORMAL))
        .isEmpty();
  }

  @Test
  void theJsonIsWhatTheSchemaSays() throws IOException {
    assertThat(Schemas.complaints("drift.schema.json", DriftJson.of(MIXED))).isEmpty();
    assertThat(DriftJson.line(MIXED).lines()).hasSize(1);
    assertThat(Schemas.complaints("drift.schema.json", DriftJson.line(MIXED))).isEmpty();
  }

  @Test
  void whereAMachineKeepsWhatWasReplacedIsSaid() {
    List<io.walterfleet.rollout.Event> events =
        List.of(
            step("a", "stage", Result.CHANGED, "the bundle is unpacked"),
            step("a", "swap", Result.CHANGED, "in place, the old one is /home/a/old"),
            step("b", "swap", Result.ALREADY, "the keys have these values"),
            new io.walterfleet.rollout.Event.BatchFinished(Instant.EPOCH, 1, "remaining", 0));
    assertThat(ReplacedText.of(events, Detail.NORMAL))
        .isEqualTo("kept: a: in place, the old one is /home/a/old\n");
    assertThat(ReplacedText.of(events, Detail.QUIET)).isEmpty();
  }

  private static StepFinished step(String machine, String step, Result result, String detail) {
    return new StepFinished(Instant.EPOCH, machine, step, result, Duration.ofSeconds(1), detail);
  }

  private static FleetDrift mixed() {
    List<String> edited = IntStream.rangeClosed(1, 12).mapToObj("f%02d"::formatted).toList();
    Map<String, Observation> seen = new LinkedHashMap<>();
    seen.put("a-1", Sighting.of("1.8.3").with(Stack.NONE).seen());
    seen.put("b", files(Sighting.of("1.8.2"), edited, List.of("bin/x")).seen());
    seen.put("c", Sighting.of("1.8.2").seen());
    seen.put("a-2", Sighting.of("1.8.3").with(Stack.NONE).seen());
    seen.put(
        "d",
        Sighting.of("1.8.2")
            .applied(Optional.empty())
            .with(new Install.Files(Optional.of(Samples.OLD_SHA256), List.of(), List.of()))
            .seen());
    seen.put(
        "e", Sighting.of("1.8.3").lock(new Lock("id", "ana@desk", "r1", "apply", 30, 5)).seen());
    seen.put("f", new Unknown("no route", "mend it"));
    seen.put("g", Sighting.of("1.8.3").seen());
    return drift(seen);
  }

  private static Sighting files(Sighting sighting, List<String> edited, List<String> missing) {
    return sighting.with(new Install.Files(Optional.of(Samples.SHA256), edited, missing));
  }

  private static FleetDrift drift(Map<String, Observation> seen) {
    List<Machine> machines = seen.keySet().stream().map(Samples::machine).toList();
    return FleetDrift.of(
        Samples.HEADER, Samples.fleet(Rollout.DEFAULT, machines), Samples.MANIFEST, seen);
  }
}
