package io.walterfleet.plan;

import io.walterfleet.fleet.Manifest.BundleRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What apply will do, and nothing else: apply decides nothing again.
 *
 * @param machines every machine asked for, in the order of the inventory
 */
public record Plan(
    Header header, BundleRef bundle, List<MachinePlan> machines, Batches batches, Budget budget) {
  public Plan {
    machines = List.copyOf(machines);
  }

  /** Which plan this is. */
  public record Header(String id, Instant created, String fleet) {}

  /** How many machines have each verdict; every verdict is there. */
  public Map<Verdict, Integer> summary() {
    return Verdict.counts(machines.stream().map(MachinePlan::verdict).toList());
  }

  /** The machines that have something to do. */
  public List<MachinePlan> acting() {
    return machines.stream().filter(machine -> machine.verdict().acts()).toList();
  }

  /** The plan of one machine. */
  public Optional<MachinePlan> of(String name) {
    return machines.stream().filter(machine -> machine.name().equals(name)).findFirst();
  }
}
