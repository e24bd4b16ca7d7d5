package io.walterfleet.plan;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.Plan.Header;
import java.util.List;
import java.util.Map;

/** Makes the plan of a fleet from what was observed; pure. */
public final class Planner {
  private Planner() {}

  /**
   * The plan.
   *
   * @param observations by machine name; a machine without one is unknown
   */
  public static Plan plan(
      Header header, Fleet fleet, Manifest manifest, Map<String, Observation> observations) {
    List<MachinePlan> machines =
        fleet.machines().stream()
            .map(machine -> Decision.of(machine, manifest, seen(machine.name(), observations)))
            .toList();
    return plan(header, fleet.rollout(), manifest.bundle(), machines);
  }

  /**
   * The plan that puts machines back to what was applied to them, which no wave holds: nothing new
   * is tried out.
   */
  static Plan correction(Header header, Fleet fleet, BundleRef bundle, List<MachinePlan> machines) {
    return plan(header, fleet.rollout().unheld(), bundle, machines);
  }

  /** The plan that does this, in the rollout's batches and under its budget. */
  private static Plan plan(
      Header header, Rollout rollout, BundleRef bundle, List<MachinePlan> machines) {
    List<MachinePlan> acting =
        machines.stream().filter(machine -> machine.verdict().acts()).toList();
    return new Plan(
        header,
        bundle,
        machines,
        Batches.of(acting, rollout),
        Budget.of(rollout.failure().maxFailed(), machines.size()));
  }

  /** What was observed of a machine; unknown when nothing was. */
  static Observation seen(String machine, Map<String, Observation> observations) {
    return observations.getOrDefault(machine, new Observation.Unknown("it was not observed", ""));
  }
}
