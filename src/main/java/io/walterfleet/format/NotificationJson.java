package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Notification.Run;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a webhook is told, as JSON; see schema/notification.schema.json. */
public final class NotificationJson {
  private static final int MACHINES_SHOWN = 50;

  private NotificationJson() {}

  /** The body of the request. */
  public static String of(Notification told) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/notification/v1");
    json.put("occasion", told.occasion().word());
    json.put("resolved", told.isResolved());
    json.put("text", Controls.escaped(told.text()));
    json.put("at", told.sender().at().toString());
    json.put("fleet", told.sender().fleet());
    json.put("by", told.sender().owner());
    told.run().ifPresent(run -> run(run, json.putObject("run")));
    ArrayNode machines = json.putArray("machines");
    told.machines().stream()
        .limit(MACHINES_SHOWN)
        .forEach(machine -> machine(machine, machines.addObject()));
    json.put("machinesLeftOut", Math.max(0, told.machines().size() - MACHINES_SHOWN));
    return JsonText.line(json);
  }

  private static void run(Run run, ObjectNode json) {
    json.put("id", run.id());
    json.put("kind", run.kind());
    json.put("exitCode", run.exitCode());
    ObjectNode counts = json.putObject("counts");
    run.counts().forEach((outcome, number) -> counts.put(outcome.word(), number.intValue()));
  }

  private static void machine(NotifiedMachine machine, ObjectNode json) {
    json.put("name", machine.name());
    json.put("state", machine.state());
    json.put("reason", Controls.escaped(machine.reason()));
    json.put("fix", Controls.escaped(machine.fix()));
  }
}
