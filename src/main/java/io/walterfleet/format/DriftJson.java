package io.walterfleet.format;

import io.walterfleet.plan.Change;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What drifted, as JSON; see schema/drift.schema.json. */
public final class DriftJson {
  private DriftJson() {}

  /** The JSON text, with line feeds, the last of them at the end. */
  public static String of(FleetDrift drift) {
    return JsonText.page(node(drift));
  }

  /** The same in one line, with a line feed at its end. */
  public static String line(FleetDrift drift) {
    return JsonText.line(node(drift)) + "\n";
  }

  private static ObjectNode node(FleetDrift drift) {
    Plan.Header header = drift.correction().header();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", "walter-fleet/drift/v1");
    json.put("id", header.id());
    json.put("at", header.created().toString());
    json.put("fleet", header.fleet());
    summary(drift, json.putObject("summary"));
    ArrayNode machines = json.putArray("machines");
    for (Drift machine : drift.machines()) {
      ObjectNode one = machines.addObject();
      machine(machine, one);
      HealthJson.machine(drift.health().of(machine.name()), one);
    }
    return json;
  }

  /** How many machines are how. */
  static void summary(FleetDrift drift, ObjectNode json) {
    json.put("machines", drift.machines().size());
    drift.summary().forEach((verdict, number) -> json.put(verdict.word(), number.intValue()));
    HealthJson.summary(drift.health(), json);
  }

  private static void machine(Drift machine, ObjectNode json) {
    json.put("name", machine.name());
    json.put("group", machine.back().group());
    json.put("address", machine.back().subject().address());
    json.put("verdict", machine.verdict().word());
    json.put("reason", machine.back().judgement().reason());
    json.put("fix", machine.back().judgement().fix());
    json.put("locked", machine.back().judgement().isLocked());
    changes(machine.back().changes(), json.putArray("drift"));
    texts(machine.files().edited(), json.putArray("edited"));
    texts(machine.files().missing(), json.putArray("missing"));
    texts(machine.files().reset(), json.putArray("modes"));
    texts(machine.files().added(), json.putArray("added"));
    ArrayNode steps = json.putArray("steps");
    machine.back().steps().forEach(step -> steps.add(step.word()));
    json.put("downtime", machine.back().downtime().word());
    changes(machine.wanted(), json.putArray("wanted"));
  }

  private static void changes(List<Change> changes, ArrayNode json) {
    for (Change change : changes) {
      json.addObject()
          .put("field", change.field().word())
          .put("from", change.from())
          .put("to", change.to());
    }
  }

  private static void texts(List<String> texts, ArrayNode json) {
    texts.forEach(json::add);
  }
}
