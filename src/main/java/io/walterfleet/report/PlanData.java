package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.NameRanges;
import io.walterfleet.plan.Batches;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as the scripts of our pages read it: machines by their index, and what is alike said once.
 *
 * <p>All text is printable; a page can show it as it is.
 */
final class PlanData {
  /** From what needs a look to what needs none. */
  private static final List<Verdict> ORDER =
      List.of(Verdict.BLOCKED, Verdict.UNKNOWN, Verdict.DRIFT, Verdict.CHANGE, Verdict.IN_SYNC);

  private final Plan plan;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final Map<String, Integer> kinds = new HashMap<>();
  private final Map<String, Integer> batches = new HashMap<>();

  private PlanData(Plan plan) {
    this.plan = plan;
  }

  /** The whole of it; {@code machines} are in the plan's order. */
  static ObjectNode of(Plan plan) {
    return new PlanData(plan).all();
  }

  /** The same for a page that is not about what would be done. */
  static ObjectNode withoutBatches(Plan plan) {
    return of(plan.with(new Batches(List.of())));
  }

  /** Text that a page can show. */
  static String text(String outside) {
    return Controls.escaped(outside);
  }

  private ObjectNode all() {
    Plan.Header header = plan.header();
    json.put("fleet", text(header.fleet()));
    json.put("plan", text(header.id()));
    json.put("created", header.created().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("bundle", text(plan.bundle().version()));
    json.put("budget", BatchRow.budget(plan));
    batches(json.putArray("batches"));
    kinds(json.putArray("kinds"));
    ArrayNode machines = json.putArray("machines");
    plan.machines().forEach(machine -> machine(machine, machines.addObject()));
    return json;
  }

  private void batches(ArrayNode all) {
    Map<String, Integer> index = new HashMap<>();
    plan.machines().forEach(machine -> index.put(machine.name(), index.size()));
    for (Batch batch : plan.batches().all()) {
      ObjectNode one = all.addObject();
      one.put("wave", text(batch.wave()));
      one.put("names", text(NameRanges.shortened(batch.machines())));
      ArrayNode machines = one.putArray("machines");
      for (String name : batch.machines()) {
        batches.put(name, all.size());
        machines.add(Objects.requireNonNull(index.get(name)).intValue());
      }
    }
  }

  private void kinds(ArrayNode all) {
    Stream<MachinePlan> sorted =
        ORDER.stream()
            .flatMap(verdict -> plan.machines().stream().filter(one -> one.verdict() == verdict));
    for (MachineGroup machineGroup : MachineGroup.groups(sorted.toList(), Detail.NORMAL)) {
      machineGroup.machines().forEach(machine -> kinds.put(machine.name(), all.size()));
      kind(machineGroup, all.addObject());
    }
  }

  private static void kind(MachineGroup machineGroup, ObjectNode one) {
    MachinePlan first = machineGroup.first();
    one.put("verdict", first.verdict().word());
    one.put("names", text(machineGroup.names()));
    one.put("machines", machineGroup.machines().size());
    one.put("first", first.isFirstInstall());
    one.put("reason", text(machineGroup.why().reason()));
    ArrayNode changes = one.putArray("changes");
    for (Change change : first.changes()) {
      change(
          change,
          machineGroup.value(change, Change::from),
          machineGroup.value(change, Change::to),
          changes);
    }
    ArrayNode steps = one.putArray("steps");
    first.steps().stream().map(StepKind::word).forEach(steps::add);
    if (!first.steps().isEmpty()) {
      one.put("backup", Words.backup(first));
      one.put("copies", Words.copies(machineGroup.machines()));
      one.put("uncopied", Words.uncopied(machineGroup.machines()));
      one.put("downtime", Words.downtime(first.downtime()));
    }
    first.goal().ifPresent(goal -> goal(goal, one));
  }

  private static void goal(Goal goal, ObjectNode one) {
    one.put("image", text(goal.image().value()));
    goal.digest().ifPresent(digest -> one.put("digest", text(digest)));
  }

  private void machine(MachinePlan machine, ObjectNode one) {
    one.put("name", text(machine.name()));
    one.put("group", text(machine.group()));
    one.put("address", text(machine.subject().address()));
    one.put("verdict", machine.verdict().word());
    one.put("kind", Objects.requireNonNull(kinds.get(machine.name())).intValue());
    // counted from one; none for a machine that is not to be changed
    one.put("batch", batches.getOrDefault(machine.name(), 0).intValue());
    one.put("reason", text(machine.judgement().reason()));
    one.put("fix", text(machine.judgement().fix()));
    ArrayNode changes = one.putArray("changes");
    machine.changes().forEach(change -> change(change, change.from(), change.to(), changes));
  }

  private static void change(Change change, String from, String to, ArrayNode all) {
    all.addObject()
        .put("field", change.field().word())
        .put("from", text(from))
        .put("to", text(to))
        .put("cause", change.cause().name().toLowerCase(Locale.ROOT));
  }
}
