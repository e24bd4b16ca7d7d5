package io.walterfleet.format;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the machines are, as JSON; a fact that there is not, or that was not read, is left out. See
 * schema/status.schema.json.
 */
public final class StatusJson {
  private StatusJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(Status status) {
    Plan plan = status.plan();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/status/v1");
    json.put("at", plan.header().created().toString());
    json.put("fleet", plan.header().fleet());
    ObjectNode summary = json.putObject("summary");
    summary.put("machines", plan.machines().size());
    plan.summary().forEach((verdict, number) -> summary.put(verdict.word(), number.intValue()));
    HealthJson.summary(status.health(), summary);
    ArrayNode machines = json.putArray("machines");
    StatusRow.all(status).forEach(row -> machine(row, machines.addObject()));
    return JsonText.page(json);
  }

  private static void machine(StatusRow row, ObjectNode json) {
    MachinePlan machine = row.machine();
    json.put("name", machine.name());
    json.put("group", machine.group());
    json.put("address", machine.subject().address());
    put(json, "release", row.facts().release());
    put(json, "image", row.facts().image());
    ManagedKey.published().forEach(key -> put(json, key.word(), row.facts().keys().get(key)));
    put(json, "bundle", row.facts().bundle());
    HealthJson.machine(row.health(), json);
    row.lock()
        .ifPresent(
            lock ->
                json.putObject("lock")
                    .put("id", lock.id())
                    .put("owner", lock.owner())
                    .put("run", lock.run())
                    .put("reason", lock.reason())
                    .put("secondsLeft", lock.secondsLeft())
                    .put("ageSeconds", lock.ageSeconds()));
    json.put("verdict", machine.verdict().word());
    json.put("reason", machine.judgement().reason());
    json.put("fix", machine.judgement().fix());
  }

  private static void put(ObjectNode json, String name, Optional<String> value) {
    value.ifPresent(text -> json.put(name, text));
  }
}
