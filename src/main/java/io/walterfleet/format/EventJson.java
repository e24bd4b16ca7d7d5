package io.walterfleet.format;

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
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Events as JSON, one object a line; see schema/event.schema.json. */
public record EventJson(String run) {
  static final String BYTES = "bytes";
  static final String AHEAD = "aheadSeconds";

  private static final String FORMAT = "walter-fleet/event/v1";

  /** The event as one line, without its line feed. */
  public String line(Event event) {
    return JsonText.line(node(event));
  }

  ObjectNode node(Event event) {
    if (event instanceof RunStarted started) {
      return object("run-started", event)
          .put("plan", started.plan())
          .put("machines", started.machines())
          .put("batches", started.batches());
    }
    if (event instanceof StepStarted step) {
      return object("step-started", event).put("machine", step.machine()).put("step", step.step());
    }
    if (event instanceof StepFinished step) {
      return finished(step);
    }
    if (event instanceof MachineFinished machine) {
      return finished(machine);
    }
    if (event instanceof HookStarted hook) {
      return hooked("hook-started", hook, hook.hook());
    }
    if (event instanceof HookFinished hook) {
      return hooked("hook-finished", hook, hook.hook())
          .put("result", hook.ended().kind().word())
          .put("seconds", hook.took().toMillis() / 1000.0)
          .put("detail", hook.ended().words())
          .put("output", hook.ended().output());
    }
    return event instanceof BatchFinished batch ? finished(batch) : finished((RunFinished) event);
  }

  /**
   * The event that {@link #line} wrote.
   *
   * @throws BadPlan when the line is no event, or only a part of one
   */
  public static Event read(String line) throws BadPlan {
    return EventReader.event(JsonReader.root(line));
  }

  private ObjectNode finished(StepFinished step) {
    ObjectNode json =
        object("step-finished", step)
            .put("machine", step.machine())
            .put("step", step.step())
            .put("result", step.word())
            .put("seconds", step.took().toMillis() / 1000.0)
            .put("detail", step.detail());
    if (step.bytes() > 0) {
      json.put(BYTES, step.bytes());
    }
    Duration ahead = step.ahead();
    return ahead.isZero() ? json : json.put(AHEAD, ahead.toMillis() / 1000.0);
  }

  private ObjectNode finished(MachineFinished machine) {
    ObjectNode json =
        object("machine-finished", machine)
            .put("machine", machine.result().machine())
            .put("outcome", machine.result().outcome().word())
            .put("reason", machine.result().reason())
            .put("fix", machine.result().fix());
    return machine.result().isDown() ? json.put("down", true) : json;
  }

  private ObjectNode hooked(String type, Event event, Hooked hook) {
    ObjectNode json = object(type, event).put("hook", hook.moment().word());
    if (!hook.machine().isEmpty()) {
      json.put("machine", hook.machine());
    }
    return json.put("program", hook.line());
  }

  private ObjectNode finished(BatchFinished batch) {
    return object("batch-finished", batch)
        .put("batch", batch.number())
        .put("wave", batch.wave())
        .put("failed", batch.failed());
  }

  private ObjectNode finished(RunFinished end) {
    ObjectNode json = object("run-finished", end);
    ObjectNode counts = json.putObject("counts");
    end.counts().forEach((outcome, number) -> counts.put(outcome.word(), number.intValue()));
    return json.put("ending", end.ending().name().toLowerCase(Locale.ROOT))
        .put("exitCode", end.exitCode());
  }

  private ObjectNode object(String type, Event event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", type)
        .put("format", FORMAT)
        .put("at", event.at().toString())
        .put("run", run);
  }
}
