package io.walterfleet.plan;

import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.Observation.Seen;
import java.util.List;

/**
 * What is left to do on a machine until it is what its goal says.
 *
 * <p>A plan is made of this, and a run that has lost sight of a step takes it up again from this:
 * from what the machine is, not from what was meant to have happened.
 */
public record Remainder(List<Change> changes, List<StepKind> steps) {
  public Remainder {
    changes = List.copyOf(changes);
    steps = List.copyOf(steps);
  }

  /** What this machine lacks; nothing at all when it is at its goal and no run is unfinished. */
  public static Remainder of(Seen seen, Goal goal, BundleRef bundle) {
    List<Change> changes =
        seen.install() instanceof Install.Present install
            ? Differences.between(install, goal, bundle, seen.traces().applied())
            : Differences.fromNothing(goal, bundle, seen.traces().applied());
    boolean fresh = !(seen.install() instanceof Install.Present);
    return new Remainder(changes, Steps.of(changes, goal, fresh, seen.traces()));
  }

  /** True when nothing is left. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
