package io.walterfleet.plan;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.Plan.Header;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What changed on the machines of a fleet behind our back, and how Walter is there.
 *
 * @param correction the plan that puts back what can be put back, and does nothing else
 * @param machines in the order of the inventory
 * @param health of the machines that were asked
 */
public record FleetDrift(Plan correction, List<Drift> machines, Conditions health) {
  public FleetDrift {
    machines = List.copyOf(machines);
  }

  /** The same, with how Walter is on the machines. */
  public FleetDrift with(Conditions answers) {
    return new FleetDrift(correction, machines, answers);
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
    return new FleetDrift(
        Planner.correction(header, fleet, manifest.bundle(), back), machines, Conditions.NONE);
  }

  /**
   * The same where nobody knows what the manifest says: the machines are held against what was last
   * applied to them, and nothing else can be wanted of them.
   */
  public static FleetDrift withoutManifest(
      Header header, Fleet fleet, Map<String, Observation> observations) {
    List<Drift> machines =
        fleet.machines().stream()
            .map(
                machine ->
                    Drift.withoutManifest(machine, Planner.seen(machine.name(), observations)))
            .toList();
    List<MachinePlan> back = machines.stream().map(Drift::back).toList();
    return new FleetDrift(
        Planner.correction(header, fleet, BundleRef.UNKNOWN, back), machines, Conditions.NONE);
  }

  /** How the fleet is, as a plan to be shown: of each machine what its verdict speaks of. */
  public Plan overview() {
    List<MachinePlan> sides =
        machines.stream()
            .map(one -> one.verdict() == Verdict.CHANGE ? one.intended() : one.back())
            .toList();
    return correction.with(sides);
  }

  /**
   * The correction of some machines alone; the others that drifted are left for now.
   *
   * @param chosen tells by the name whether a machine is put back
   */
  public Plan correction(Fleet fleet, Predicate<String> chosen) {
    List<MachinePlan> back =
        correction.machines().stream()
            .map(
                machine ->
                    machine.verdict().acts() && !chosen.test(machine.name())
                        ? putOff(machine)
                        : machine)
            .toList();
    return Planner.correction(correction.header(), fleet, correction.bundle(), back);
  }

  private static MachinePlan putOff(MachinePlan machine) {
    return new MachinePlan(
        machine.subject(),
        new Judgement(Verdict.BLOCKED, "left alone for now", ""),
        machine.changes(),
        List.of(),
        machine.goal());
  }

  /** How many machines have each verdict; every verdict is there. */
  public Map<Verdict, Integer> summary() {
    return Verdict.counts(machines.stream().map(Drift::verdict).toList());
  }

  /** What was read from the machines, by name. */
  public Map<String, Observation> observations() {
    return machines.stream().collect(Collectors.toMap(Drift::name, Drift::seen));
  }

  /** The part of it that is about machines to which something was applied, or about the others. */
  public FleetDrift part(boolean compared) {
    return new FleetDrift(
        correction,
        machines.stream().filter(one -> one.hasNothingToCompare() != compared).toList(),
        health);
  }

  /** The drift of one machine. */
  public Optional<Drift> of(String name) {
    return machines.stream().filter(machine -> machine.name().equals(name)).findFirst();
  }
}
