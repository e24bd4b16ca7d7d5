package io.walterfleet.rollout;

import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rollout.Interrupt.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which machines may be begun now.
 *
 * <ol>
 *   <li>One that an earlier run began is finished at any time: it may be down.
 *   <li>Others may while nothing is closed to their group.
 *   <li>A machine that waits holds the waves after its own, not the others of its wave, which may
 *       be in another time zone.
 * </ol>
 */
final class Admission {
  private static final Closure WAS_CLOSED =
      new Closure(
          "its window was closed when this run prepared the others (nothing was changed)",
          "run the same again");

  private final Interrupt interrupt;
  private final Map<String, MachinePlan> plans;

  Admission(Interrupt interrupt, Map<String, MachinePlan> plans) {
    this.interrupt = interrupt;
    this.plans = plans;
  }

  /** Why this machine may not be begun now. */
  Optional<Closure> closed(String name) {
    MachinePlan plan = Objects.requireNonNull(plans.get(name), name);
    // an act has a reason only where a run that broke off is taken up
    boolean hasBegun = !plan.judgement().reason().isEmpty();
    return hasBegun ? Optional.empty() : interrupt.closed(plan.group());
  }

  /** Why this machine was not begun by a run that has ended. */
  Closure why(String name, List<Batch> batches) {
    Optional<Closure> own = closed(name);
    if (own.isPresent() || interrupt.isClosed()) {
      return own.orElse(new Closure("the maintenance window closed before its turn", ""));
    }
    for (Batch batch : batches) {
      Optional<Closure> held =
          batch.machines().stream().flatMap(one -> closed(one).stream()).findFirst();
      if (batch.machines().contains(name) || held.isPresent()) {
        return held.map(
                why ->
                    new Closure(
                        "wave '" + batch.wave() + "' waits, and this one comes after it",
                        why.fix()))
            .orElse(WAS_CLOSED);
      }
    }
    return WAS_CLOSED;
  }

  /** Those of these that may be begun now. */
  List<String> admitted(List<String> names) {
    return names.stream().filter(name -> closed(name).isEmpty()).toList();
  }

  /** Those of all batches that may be begun now. */
  List<String> admittedOf(List<Batch> batches) {
    List<String> all = new ArrayList<>();
    Optional<String> held = Optional.empty();
    for (Batch batch : batches) {
      if (held.isPresent() && !held.get().equals(batch.wave())) {
        return all;
      }
      List<String> admitted = admitted(batch.machines());
      all.addAll(admitted);
      held = admitted.size() < batch.machines().size() ? Optional.of(batch.wave()) : held;
    }
    return all;
  }
}
