package io.walterfleet.plan;

import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
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
    changes = changes.stream().map(change -> blamed(change, seen.traces())).toList();
    boolean fresh = !(seen.install() instanceof Install.Present);
    List<StepKind> steps = Steps.of(changes, goal, fresh, seen.traces());
    return new Remainder(changes, keepsData(seen, goal) ? withoutData(steps) : steps);
  }

  /** What a run of ours that did not end has changed, nobody changed behind our back. */
  private static Change blamed(Change change, Traces traces) {
    boolean stopped = traces.unfinished().filter(run -> run.hasBegunDowntime()).isPresent();
    boolean swapped = traces.unfinished().filter(run -> run.changedInstall()).isPresent();
    boolean ours =
        switch (change.field()) {
          case FILES -> false;
          case RUNNING -> stopped;
          case RELEASE, IMAGE, MODE, HOST, HTTPS_PORT, BUNDLE -> swapped;
        };
    return ours || (change.field() != Field.FILES && traces.halfRollback().isPresent())
        ? new Change(change.field(), change.from(), change.to(), Cause.INTENT)
        : change;
  }

  /**
   * True when the stack runs the goal's image all along, and only its key was changed: then no
   * other release has ever touched the data.
   */
  static boolean keepsData(Seen seen, Goal goal) {
    Traces traces = seen.traces();
    return seen.install() instanceof Install.Present install
        && install.stack().runs(goal.image())
        && traces.applied().filter(last -> last.image().equals(goal.image().value())).isPresent()
        && traces.unfinished().isEmpty()
        && traces.halfRollback().isEmpty();
  }

  static List<StepKind> withoutData(List<StepKind> steps) {
    return steps.stream()
        .filter(step -> step != StepKind.BACKUP && step != StepKind.MIGRATE)
        .toList();
  }

  /** True when nothing is left. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
