package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.MachineLog.Kept;
import io.walterfleet.format.MachineLog.StepLog;
import io.walterfleet.rollout.Event;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a run did and said on one machine, as JSON; see schema/logs.schema.json. */
public final class LogsJson {
  private static final String FORMAT = "walter-fleet/logs/v1";

  private LogsJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(MachineLog log) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("machine", log.subject().machine());
    json.put("ssh", log.subject().ssh());
    json.put("run", log.run());
    log.course()
        .flatMap(MachineCourse::result)
        .ifPresent(
            end ->
                json.put("outcome", end.outcome().word())
                    .put("reason", end.reason())
                    .put("fix", end.fix()));
    ArrayNode seen = json.putArray("seen");
    for (Event event : log.events()) {
      if (event instanceof Event.StepFinished step) {
        seen.addObject()
            .put("at", step.at().toString())
            .put("step", step.step())
            .put("result", step.word())
            .put("seconds", step.took().toMillis() / 1000.0)
            .put("detail", step.detail());
      }
    }
    kept(log.kept(), json);
    return JsonText.page(json);
  }

  private static void kept(Kept kept, ObjectNode json) {
    json.put("away", kept.away());
    ArrayNode steps = json.putArray("steps");
    for (StepLog step : kept.steps()) {
      ObjectNode one = steps.addObject();
      one.put("step", Controls.escaped(step.step()));
      one.put("exit", Controls.escaped(step.exit()));
      lines(step.lines(), one.putArray("lines"));
    }
    lines(kept.audit(), json.putArray("audit"));
    lines(kept.runs(), json.putArray("runs"));
  }

  private static void lines(List<String> lines, ArrayNode json) {
    lines.forEach(line -> json.add(Controls.escaped(line)));
  }
}
