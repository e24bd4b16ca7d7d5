package io.walterfleet.plan;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.plan.Plan.Header;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What changed on the machines of a fleet behind our back.
 *
 * @param correction the plan that puts back what can be put back, and does nothing else
 * @param machines in the order of the inventory
 */
public record FleetDrift(Plan correction, List<Drift> machines) {
  public FleetDrift {
    machines = List.copyOf(machines);
  }

  /**
   * The drift of a fleet.
   *
   * @param observations by machine name; a machine without one is unknown
   */
  public static FleetDrift of(
      Header header, Fleet fleet, Manifest manifest, Map<String, Observation> observations) {
    List<Drift> machines =
        fleet.machines().stream()
            .map(machine -> Drift.of(machine, manifest, Planner.seen(machine.name(), observations)))
            .toList();
    List<MachinePlan> back = machines.stream().map(Drift::back).toList();
    return new FleetDrift(Planner.plan(header, fleet, manifest.bundle(), back), machines);
  }

  /** How many machines have each verdict; every verdict is there. */
  public Map<Verdict, Integer> summary() {
    return Verdict.counts(machines.stream().map(Drift::verdict).toList());
  }

  /** The drift of one machine. */
  public Optional<Drift> of(String name) {
    return machines.stream().filter(machine -> machine.name().equals(name)).findFirst();
  }
}
