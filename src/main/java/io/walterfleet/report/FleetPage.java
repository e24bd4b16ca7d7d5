package io.walterfleet.report;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.format.Background;
import io.walterfleet.format.Logins;
import io.walterfleet.format.Status;
import io.walterfleet.format.StatusRow;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fleet on one page of HTML: each machine by its health and its verdict; for a plan also what
 * would be done, and the batches.
 *
 * <p>The page needs no network and no other file; see {@link HtmlPage}.
 */
public final class FleetPage {
  private FleetPage() {}

  /** The page of a plan; it ends with a line feed. */
  public static String of(Plan plan) {
    return ofPlan(new Status(plan, Map.of(), Conditions.NONE), Background.NONE);
  }

  /**
   * The page of what drifted, and of how the machines are.
   *
   * @param logins to the machines
   */
  public static String of(FleetDrift drift, Logins logins) {
    return of(new Status(drift.overview(), drift.observations(), drift.health(), logins));
  }

  /**
   * The page of a plan, with what was read from the machines, as far as there is something, and
   * what is known beside it.
   */
  public static String ofPlan(Status status, Background background) {
    ObjectNode data = PlanData.of(status.plan());
    int chosen = status.plan().machines().size();
    data.put("of", background.of(chosen));
    boolean idle = status.plan().acting().isEmpty();
    data.put(
        "limited", PlanData.text(idle ? background.limitedOf(chosen) : background.limited(chosen)));
    ArrayNode facts = data.putArray("about");
    background
        .facts()
        .forEach(
            fact ->
                facts
                    .addObject()
                    .put("label", fact.label())
                    .put("text", fact.before())
                    .put("link", fact.link()));
    ArrayNode outlook = data.putArray("outlook");
    background.outlook().sentences().forEach(one -> outlook.add(PlanData.text(one)));
    return page("plan", data, status);
  }

  /** The page of how the machines are; nothing in it is about what would be done. */
  public static String of(Status status) {
    return page("status", PlanData.withoutBatches(status.plan()), status);
  }

  private static String page(String subject, ObjectNode data, Status status) {
    String fleet = status.plan().header().fleet();
    data.put("subject", subject);
    data.put("counts", Words.counts(status.plan().summary(), status.health(), Style.PLAIN));
    List<StatusRow> rows = StatusRow.all(status);
    int index = 0;
    for (JsonNode machine : data.path("machines").values()) {
      facts(rows.get(index), (ObjectNode) machine);
      login(status, index, (ObjectNode) machine);
      index++;
    }
    return HtmlPage.of("fleet", fleet + ": walter-fleet", data);
  }

  private static void login(Status status, int index, ObjectNode machine) {
    String name = status.plan().machines().get(index).name();
    status.logins().of(name).ifPresent(line -> machine.put("ssh", PlanData.text(line)));
  }

  private static void health(Condition condition, ObjectNode machine) {
    machine
        .putObject("health")
        .put("state", condition.state().word())
        .put("reason", PlanData.text(condition.reason()))
        .put("fix", PlanData.text(condition.fix()));
  }

  private static void facts(StatusRow row, ObjectNode machine) {
    ObjectNode facts = machine.putObject("facts");
    row.facts().release().ifPresent(text -> facts.put("release", PlanData.text(text)));
    row.facts().image().ifPresent(text -> facts.put("image", PlanData.text(text)));
    for (ManagedKey key : ManagedKey.published()) {
      row.facts().keys().get(key).ifPresent(text -> facts.put(key.label(), PlanData.text(text)));
    }
    row.facts().bundle().ifPresent(text -> facts.put("bundle", PlanData.text(text)));
    row.health().ifPresent(one -> health(one, machine));
    row.holder().ifPresent(text -> facts.put("lock", PlanData.text(text)));
  }
}
