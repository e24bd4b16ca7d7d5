package io.walterfleet.plan;

import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.Observation.Seen;
import java.util.Optional;

/** Whether a machine is still what its plan was made for. */
public sealed interface Staleness {
  /** Nothing moved: go on. */
  record Same() implements Staleness {}

  /** A run towards the same goal began and did not end: go on from where the machine is. */
  record Begun() implements Staleness {}

  /** It has become what the plan wants: nothing to do. */
  record AtTarget() implements Staleness {}

  /**
   * It has become something else.
   *
   * @param reason what moved first and how, fit to show
   */
  record Stale(String reason) implements Staleness {}

  /**
   * Compares the machine as it is now with the one that the plan was made for.
   *
   * @param run the run that asks; where its own steps are unfinished, it was this run that moved
   *     the machine
   */
  static Staleness of(MachinePlan plan, BundleRef bundle, Seen now, String run) {
    if (now.machineState().unfinished().filter(record -> record.run().equals(run)).isPresent()) {
      return new Same();
    }
    Optional<String> moved = Fingerprint.moved(plan.subject().fingerprint(), Fingerprint.of(now));
    if (moved.isEmpty()) {
      return new Same();
    }
    if (plan.goal().filter(goal -> isBegun(now, goal)).isPresent()) {
      return new Begun();
    }
    return isAtTarget(plan, bundle, now) ? new AtTarget() : stale(plan, moved.get(), now);
  }

  private static boolean isBegun(Seen now, Goal goal) {
    return now.machineState().unfinished().filter(run -> run.isTowards(goal)).isPresent();
  }

  private static Stale stale(MachinePlan plan, String field, Seen now) {
    return new Stale(new Moved(plan.subject(), field, now).sentence());
  }

  private static boolean isAtTarget(MachinePlan plan, BundleRef bundle, Seen now) {
    return plan.goal().isPresent() && Delta.of(now, plan.goal().get(), bundle).isEmpty();
  }
}
