package io.walterfleet.plan;

import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Manifest.Published;
import io.walterfleet.fleet.Target;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an inventory permits what a saved plan would do; the plan's file is no authority of its
 * own.
 *
 * <ol>
 *   <li>Its machines are the inventory's, with their groups and addresses.
 *   <li>What each is brought to is what the inventory wants: keys, backup, and an image that the
 *       manifest publishes for this target. That the manifest has moved on since is no matter.
 *   <li>Batches and the failure budget are those of the inventory.
 * </ol>
 */
public final class Consent {
  private final Fleet fleet;
  private final Map<String, Machine> machines;

  /** What this inventory permits. */
  public Consent(Fleet fleet) {
    this.fleet = fleet;
    this.machines =
        fleet.machines().stream().collect(Collectors.toMap(Machine::name, Function.identity()));
  }

  /** What the inventory does not permit; empty when it permits it all. Fit to show. */
  public Optional<String> withheld(Plan plan) {
    return plan.machines().stream()
        .flatMap(machine -> found(machine, plan).stream())
        .findFirst()
        .or(() -> limits(plan));
  }

  private Optional<String> found(MachinePlan plan, Plan whole) {
    Machine machine = machines.get(plan.name());
    Optional<String> fault =
        machine == null
            ? Optional.of("is not in the inventory")
            : stranger(plan, machine)
                .or(() -> Coherence.fault(plan, whole.bundle()))
                .or(() -> plan.goal().flatMap(goal -> unwanted(goal, machine.desired())));
    return fault.map(words -> "machine '" + plan.name() + "' " + words);
  }

  private static Optional<String> stranger(MachinePlan plan, Machine machine) {
    if (!machine.ssh().address().equals(plan.subject().address())) {
      return Optional.of("has another address in the inventory now");
    }
    return machine.group().equals(plan.group())
        ? Optional.empty()
        : Optional.of("is in another group in the inventory");
  }

  private static Optional<String> unwanted(Goal goal, Desired desired) {
    if (!goal.publication().equals(desired.publication())) {
      return Optional.of("has a target whose mode, host or port is not the inventory's");
    }
    if (goal.backup() != desired.backup()) {
      return Optional.of("has a target whose 'backup' is not the inventory's");
    }
    boolean permitted =
        !(desired.target() instanceof Target.Image exact) || exact.image().equals(goal.image());
    return permitted ? Optional.empty() : Optional.of("has a target with another 'image'");
  }

  private Optional<String> limits(Plan plan) {
    if (!plan.batches().equals(Batches.of(plan.acting(), fleet.rollout()))) {
      return Optional.of("its 'batches' are not the inventory's");
    }
    Budget budget = Budget.of(fleet.rollout().failure().maxFailed(), plan.machines().size());
    return plan.budget().equals(budget)
        ? Optional.empty()
        : Optional.of("its 'maxFailed' is not the inventory's");
  }

  /** Which image of the plan the vendor does not publish for its target; empty when none. */
  public Optional<String> unpublished(Plan plan, Manifest manifest) {
    return plan.acting().stream()
        .filter(machine -> !isPublished(machine, manifest))
        .map(
            machine ->
                "machine '"
                    + machine.name()
                    + "' has an 'image' or 'digest' that the manifest does not publish for it")
        .findFirst();
  }

  private boolean isPublished(MachinePlan plan, Manifest manifest) {
    Optional<Machine> machine = Optional.ofNullable(machines.get(plan.name()));
    return plan.goal()
        .filter(
            goal ->
                machine
                    .flatMap(one -> published(one.desired().target(), goal.image(), manifest))
                    .filter(digest -> digest.equals(goal.digest()))
                    .isPresent())
        .isPresent();
  }

  /** The digest, if there is one, of an image that this target may mean. */
  private static Optional<Optional<String>> published(
      Target target, ImageRef image, Manifest manifest) {
    if (target instanceof Target.Image exact) {
      return Optional.of(Optional.<String>empty()).filter(none -> exact.image().equals(image));
    }
    Stream<Published> meant =
        manifest.releases().stream()
            .filter(
                one ->
                    !(target instanceof Target.Exact exact)
                        || exact.release().equals(one.release()));
    return meant.filter(one -> one.image().equals(image)).map(Published::digest).findFirst();
  }
}
