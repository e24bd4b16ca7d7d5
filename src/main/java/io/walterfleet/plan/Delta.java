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
public record Delta(List<Change> changes, List<StepKind> steps) {
  public Delta {
    changes = List.copyOf(changes);
    steps = List.copyOf(steps);
  }

  /** What this machine lacks; nothing at all when it is at its goal and no run is unfinished. */
  public static Delta of(Seen seen, Goal goal, BundleRef bundle) {
    List<Change> changes =
        seen.install() instanceof Install.Present install
            ? Differences.between(install, goal, bundle, seen.machineState().applied())
            : Differences.fromNothing(goal, bundle, seen.machineState().applied());
    changes = changes.stream().map(change -> blamed(change, seen.machineState())).toList();
    boolean fresh = !(seen.install() instanceof Install.Present);
    List<StepKind> steps = Steps.of(changes, goal, fresh, seen.machineState());
    return new Delta(changes, keepsData(seen, goal) ? withoutData(steps) : steps);
  }

  /** What a run of ours that did not end has changed, nobody changed behind our back. */
  private static Change blamed(Change change, MachineState machineState) {
    boolean stopped = machineState.unfinished().filter(run -> run.hasBegunDowntime()).isPresent();
    boolean swapped = machineState.unfinished().filter(run -> run.changedInstall()).isPresent();
    boolean ours =
        switch (change.field()) {
          case FILES -> false;
          case RUNNING -> stopped;
          default -> swapped;
        };
    return ours || (change.field() != Field.FILES && machineState.halfRollback().isPresent())
        ? new Change(change.field(), change.from(), change.to(), Cause.INTENT)
        : change;
  }

  /**
   * True when the stack runs the goal's image all along, and only its key was changed: then no
   * other release has ever touched the data.
   */
  static boolean keepsData(Seen seen, Goal goal) {
    MachineState machineState = seen.machineState();
    return seen.install() instanceof Install.Present install
        && install.stack().runs(goal.image())
        && machineState
            .applied()
            .filter(last -> last.image().equals(goal.image().value()))
            .isPresent()
        && machineState.unfinished().isEmpty()
        && machineState.halfRollback().isEmpty();
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
