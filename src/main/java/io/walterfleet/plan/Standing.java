package io.walterfleet.plan;

import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.Observation.Seen;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a machine of a plan has come, by its own records.
 *
 * @param age how long it has been as planned; absent where it is not, or its record does not say
 */
public record Standing(State state, Optional<Duration> age) {
  /** A machine on which nothing of the plan was begun, or of which nobody knows. */
  public static final Standing LEFT = new Standing(State.LEFT, Optional.empty());

  /** How far. */
  public enum State {
    /** It is as planned. */
    DONE,
    /** A run towards its goal began and did not end. */
    BEGUN,
    /** Neither. */
    LEFT
  }

  /** How far a machine has come that was observed so. */
  public static Standing of(MachinePlan plan, BundleRef bundle, Observation observation) {
    if (!(observation instanceof Seen seen) || plan.goal().isEmpty()) {
      return LEFT;
    }
    Goal goal = plan.goal().get();
    if (seen.machineState().unfinished().filter(run -> run.isTowards(goal)).isPresent()) {
      return new Standing(State.BEGUN, Optional.empty());
    }
    return isReached(plan, Delta.of(seen, goal, bundle), seen)
        ? new Standing(State.DONE, seen.machineState().appliedAge())
        : LEFT;
  }

  /** One that was brought there, and does not run since, has what it shall have, and is sick. */
  private static boolean isReached(MachinePlan plan, Delta left, Seen seen) {
    boolean isDown =
        !left.changes().isEmpty()
            && left.changes().stream().allMatch(change -> change.field() == Change.Field.RUNNING);
    return left.isEmpty()
        || (isDown
            && Fingerprint.moved(plan.subject().fingerprint(), Fingerprint.of(seen)).isPresent());
  }

  /** True when it is as planned. */
  public boolean isDone() {
    return state == State.DONE;
  }
}
