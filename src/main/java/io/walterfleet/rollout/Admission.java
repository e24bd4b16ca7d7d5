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
 *   <li>Others may while nothing is closed to their group, and {@link WaveProgress} permits it.
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
  private final WaveProgress progress;

  Admission(Interrupt interrupt, Map<String, MachinePlan> plans, WaveProgress progress) {
    this.interrupt = interrupt;
    this.plans = plans;
    this.progress = progress;
  }

  /** Why this machine may not be begun now. */
  Optional<Closure> closed(String name) {
    return hasBegun(name) ? Optional.empty() : interrupt.closed(plan(name).group());
  }

  /** True for a machine that an earlier run began: it may be down. */
  private boolean hasBegun(String name) {
    // an act has a reason only where a run that broke off is taken up
    return !plan(name).judgement().reason().isEmpty() || progress.hasBegun(name);
  }

  private MachinePlan plan(String name) {
    return Objects.requireNonNull(plans.get(name), name);
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

  /**
   * Those of these that may be begun now.
   *
   * @param waits whether a wave before theirs does
   */
  List<String> admitted(List<String> names, boolean waits) {
    return names.stream()
        .filter(name -> closed(name).isEmpty())
        .filter(name -> hasBegun(name) || (!waits && !progress.holds(name)))
        .toList();
  }

  /** Those of all batches that may be begun now. */
  List<String> admittedOf(List<Batch> batches) {
    if (progress.isSick()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    Optional<String> held = Optional.empty();
    for (Batch batch : batches) {
      boolean waits = held.filter(wave -> !wave.equals(batch.wave())).isPresent();
      List<String> admitted = admitted(batch.machines(), waits);
      all.addAll(admitted);
      held =
          held.isEmpty() && admitted.size() < batch.machines().size()
              ? Optional.of(batch.wave())
              : held;
    }
    return all;
  }
}
