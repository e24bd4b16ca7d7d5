package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Ended.Kind;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.HookStarted;
import io.walterfleet.rollout.Event.Hooked;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The spans of a run, as OTLP defines them. */
@Tag("unit")
class TraceJsonTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static Instant at(int second) {
    return Instant.parse("2026-11-23T10:00:00Z").plusSeconds(second);
  }

  private static List<Event> run() {
    StepStarted migrate = new StepStarted(at(2), "b", "migrate");
    return List.of(
        new RunStarted(at(0), "r1", "p1", 3, 2),
        new StepStarted(at(1), "a", "swap"),
        StepFinished.told(
            new StepStarted(at(1), "a", "swap"), at(3), "changed", Duration.ofSeconds(2), ""),
        new MachineFinished(at(4), new MachineResult("a", Outcome.APPLIED, "", "")),
        new BatchFinished(at(5), 1, "w", 0),
        migrate,
        StepFinished.told(migrate, at(6), "failed", Duration.ofSeconds(4), "it broke"),
        new StepStarted(at(7), "b", "rollback"),
        new MachineFinished(at(8), new MachineResult("b", Outcome.FAILED, "it broke", "")),
        new MachineFinished(at(8), new MachineResult("c", Outcome.IN_SYNC, "", "")),
        new MachineFinished(at(8), new MachineResult("d", Outcome.UNREACHABLE, "gone", "")),
        new BatchFinished(at(9), 2, "w", 2),
        new RunFinished(at(10), "r1", Map.of(), Ending.COMPLETE, 3));
  }

  private static List<String> lines(Optional<TraceParent> parent, List<Event> events) {
    TraceJson.Subject subject =
        new TraceJson.Subject(
            "emea",
            "apply",
            List.of(
                new Batch("w", List.of("a")),
                new Batch("w", List.of("b", "c")),
                new Batch("w", List.of("e"))),
            Map.of("service.name", "walter-fleet"),
            "1.0.0",
            parent);
    JsonNode spans =
        OtlpDefinition.check(TraceJson.of(subject, events).get(0))
            .at("/resourceSpans/0/scopeSpans/0/spans");
    List<String> lines = new ArrayList<>();
    for (JsonNode span : spans) {
      String above = span.path("parentSpanId").asString("");
      String name = above;
      for (JsonNode other : spans) {
        name =
            other.path("spanId").asString("").equals(above)
                ? other.path("name").asString("")
                : name;
      }
      lines.add(
          name
              + " > "
              + span.path("name").asString("")
              + " "
              + second(span, "startTimeUnixNano")
              + "-"
              + second(span, "endTimeUnixNano")
              + (span.has("status") ? " " + span.at("/status/message").asString("") : ""));
    }
    return lines;
  }

  private static long second(JsonNode span, String field) {
    long nanos = Long.parseLong(span.path(field).asString(""));
    assertThat(nanos % 1_000_000_000).isZero();
    return nanos / 1_000_000_000 - at(0).getEpochSecond();
  }

  @Test
  void runBatchesMachinesAndStepsFormOneTree() {
    assertThat(lines(Optional.empty(), run()))
        .containsExactly(
            " > apply 0-10 exit code 3",
            "apply > batch 1 1-5",
            "apply > batch 2 2-9 2 machines failed",
            "batch 1 > a 1-4",
            "a > swap 1-3",
            "batch 2 > b 2-8 it broke",
            "b > migrate 2-6 it broke",
            "b > rollback 7-10",
            "apply > d 8-8 gone");
  }

  @Test
  void hooksArePartsOfTheirMachineOrOfTheRun() {
    List<Event> events = new ArrayList<>(run());
    Hooked drain = new Hooked(Moment.BEFORE_MACHINE, "a", "./lb drain");
    Hooked tell = new Hooked(Moment.BEFORE_RUN, "", "./tell");
    Hooked alone = new Hooked(Moment.BEFORE_MACHINE, "c", "./lb drain");
    events.addAll(
        1,
        List.of(
            new HookStarted(at(0), tell),
            new HookFinished(
                at(1), tell, new Ended(Kind.FAILED, "ended with 3", "no"), Duration.ofSeconds(1)),
            new HookStarted(at(0), drain),
            new HookFinished(at(1), drain, new Ended(Kind.DONE, "done", ""), Duration.ofSeconds(1)),
            new HookStarted(at(2), drain),
            new HookStarted(at(3), alone)));

    assertThat(lines(Optional.empty(), events))
        .contains(
            "batch 1 > a 0-4",
            "a > beforeMachine 0-1",
            "a > beforeMachine 2-10",
            "c > beforeMachine 3-10",
            "apply > beforeRun 0-1 ended with 3");
  }

  @Test
  void aLargeTraceGoesInPieces() {
    List<Event> events = new ArrayList<>(run());
    for (int i = 0; i < 4500; i++) {
      events.add(1, new StepStarted(at(1), "a", "swap"));
    }
    TraceJson.Subject subject =
        new TraceJson.Subject("f", "apply", List.of(), Map.of("a", "b"), "1", Optional.empty());
    List<String> pieces = TraceJson.of(subject, events);

    assertThat(pieces).hasSize(3).allMatch(one -> one.length() < 2_000_000);
    Set<String> ids = new HashSet<>();
    int spans = 0;
    for (String piece : pieces) {
      JsonNode json = OtlpDefinition.check(piece);
      assertThat(json.at("/resourceSpans/0/resource/attributes/0/key").asString("")).isEqualTo("a");
      for (JsonNode span : json.at("/resourceSpans/0/scopeSpans/0/spans")) {
        ids.add(span.path("spanId").asString(""));
        spans++;
      }
    }
    assertThat(spans).isEqualTo(4507);
    assertThat(ids).hasSize(spans);
  }

  @Test
  void aCallersTraceIsGoneOnWith() {
    assertThat(lines(TraceParent.of(PARENT), run()))
        .contains("b7ad6b7169203331 > apply 0-10 exit code 3");
  }

  @Test
  void whatIsNoWholeRunHasNoTrace() {
    List<Event> all = run();
    TraceJson.Subject none =
        new TraceJson.Subject("f", "apply", List.of(), Map.of(), "1", Optional.empty());
    assertThat(TraceJson.of(none, all.subList(0, all.size() - 1))).isEmpty();
    assertThat(TraceJson.of(none, all.subList(1, all.size()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
      })
  void whatIsNoPlaceInATraceIsNone(String text) {
    assertThat(TraceParent.of(text)).isEmpty();
  }

  @Test
  void aPlaceInATraceSaysWhetherItIsKept() {
    assertThat(TraceParent.of(PARENT).orElseThrow().isSampled()).isTrue();
    assertThat(TraceParent.of(PARENT.replaceFirst("-01$", "-02")).orElseThrow().isSampled())
        .isFalse();
    assertThat(TraceParent.of("01" + PARENT.substring(2) + "-later")).isPresent();
  }
}
