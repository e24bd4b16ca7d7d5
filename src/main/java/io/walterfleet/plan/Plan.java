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

  /** The same under another header. */
  public Plan with(Header other) {
    return new Plan(other, bundle, machines, batches, budget);
  }

  /** The same of other machines, or with other things said of them. */
  public Plan with(List<MachinePlan> others) {
    return new Plan(header, bundle, others, batches, budget);
  }

  /** The same in other batches. */
  public Plan with(Batches others) {
    return new Plan(header, bundle, machines, others, budget);
  }

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
