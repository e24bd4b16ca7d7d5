package io.walterfleet.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The machines that somebody wants to see, by what was judged of them.
 *
 * @param verdicts those with one of these
 * @param unhealthy and those whose Walter is not well
 */
public record Selection(Set<Verdict> verdicts, boolean unhealthy) {
  public Selection {
    verdicts = Set.copyOf(verdicts);
  }

  /** What a plan says of them alone; to be shown, and never to be carried out. */
  public Plan of(Plan plan, Conditions health) {
    List<MachinePlan> machines =
        plan.machines().stream().filter(one -> isMeant(one.name(), one.verdict(), health)).toList();
    List<String> names = machines.stream().map(MachinePlan::name).toList();
    return plan.with(machines).with(plan.batches().among(names));
  }

  /** The same of drift. */
  public FleetDrift of(FleetDrift drift) {
    List<Drift> machines =
        drift.machines().stream()
            .filter(one -> isMeant(one.name(), one.verdict(), drift.health()))
            .toList();
    List<String> names = machines.stream().map(Drift::name).toList();
    return new FleetDrift(drift.correction(), machines, only(drift.health(), names));
  }

  /** How Walter is on the machines of a plan alone. */
  public static Conditions only(Conditions health, Plan plan) {
    return only(health, plan.machines().stream().map(MachinePlan::name).toList());
  }

  private static Conditions only(Conditions health, List<String> names) {
    Map<String, Condition> some = new LinkedHashMap<>(health.byMachine());
    some.keySet().retainAll(Set.copyOf(names));
    return new Conditions(some);
  }

  private boolean isMeant(String name, Verdict verdict, Conditions health) {
    return verdicts.contains(verdict) || (unhealthy && health.isUnhealthy(name));
  }
}
