package io.walterfleet.format;

import io.walterfleet.fleet.Hooks.Moment;
import io.walterfleet.local.Programs.Ended;
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
import io.walterfleet.rollout.MachineResult.Trace;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the events that {@link EventJson} wrote. */
final class EventReader {
  private EventReader() {}

  static Event event(JsonReader json) throws BadPlan {
    Instant at = time(json, "at");
    return switch (json.text("type")) {
      case "run-started" ->
          new RunStarted(
              at,
              json.text("run"),
              json.text("plan"),
              json.smallNumber("machines"),
              json.smallNumber("batches"));
      case "step-started" -> new StepStarted(at, json.text("machine"), json.text("step"));
      case "step-finished" -> step(at, json);
      case "machine-finished" -> machine(at, json);
      case "batch-finished" ->
          new BatchFinished(
              at, json.smallNumber("batch"), json.text("wave"), json.smallNumber("failed"));
      case "hook-started" -> new HookStarted(at, hooked(json));
      case "hook-finished" -> hook(at, json);
      case "run-finished" -> end(at, json);
      default -> throw json.bad("is an event of a type that is not known");
    };
  }

  /** A time that stands under this name. */
  static Instant time(JsonReader json, String name) throws BadPlan {
    try {
      return Instant.parse(json.text(name));
    } catch (DateTimeException notOne) {
      throw json.bad("has no time under '" + name + "'");
    }
  }

  /** How many machines have each outcome. */
  static Map<Outcome, Integer> counts(JsonReader json) throws BadPlan {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (json.node().has(outcome.word())) {
        counts.put(outcome, json.smallNumber(outcome.word()));
      }
    }
    return counts;
  }

  private static StepFinished step(Instant at, JsonReader json) throws BadPlan {
    StepFinished told =
        StepFinished.told(
            new StepStarted(at, json.text("machine"), json.text("step")),
            at,
            json.text("result"),
            took(json),
            json.text("detail"));
    long bytes = json.node().has(EventJson.BYTES) ? json.number(EventJson.BYTES) : 0;
    return told.copying(bytes, seconds(json, EventJson.AHEAD));
  }

  private static HookFinished hook(Instant at, JsonReader json) throws BadPlan {
    return new HookFinished(
        at,
        hooked(json),
        new Ended(json.word("result", Ended.Kind::of), json.text("detail"), json.text("output")),
        took(json));
  }

  private static Hooked hooked(JsonReader json) throws BadPlan {
    return new Hooked(
        json.word("hook", Moment::of),
        json.optionalText("machine").orElse(""),
        json.text("program"));
  }

  private static Duration took(JsonReader json) {
    return seconds(json, "seconds");
  }

  private static Duration seconds(JsonReader json, String name) {
    return Duration.ofMillis(Math.round(json.node().path(name).asDouble(0) * 1000));
  }

  private static MachineFinished machine(Instant at, JsonReader json) throws BadPlan {
    return new MachineFinished(
        at,
        new MachineResult(
            json.text("machine"),
            json.word("outcome", Outcome::of),
            json.text("reason"),
            json.text("fix"),
            json.optionalFlag("down") ? Trace.DOWN : Trace.UP));
  }

  private static RunFinished end(Instant at, JsonReader json) throws BadPlan {
    return new RunFinished(
        at,
        json.text("run"),
        counts(json.object("counts")),
        json.word("ending", EventReader::ending),
        json.smallNumber("exitCode"));
  }

  static Optional<Ending> ending(String word) {
    return Stream.of(Ending.values())
        .filter(ending -> ending.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
