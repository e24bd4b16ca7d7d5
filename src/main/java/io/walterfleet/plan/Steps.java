package io.walterfleet.plan;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachineState.Unfinished;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which steps a machine needs.
 *
 * <ol>
 *   <li>Each change brings its steps; an image also brings a backup, if there is something to back
 *       up, and the migration.
 *   <li>A run that died towards the same goal adds what it had planned and not ended. Whether a
 *       backup that it made still holds is for the machine to say, up to the swap; after that it is
 *       the backup.
 *   <li>A run that died towards another goal adds, once it had changed the install, what it owed
 *       after its swap; the install is this run's to bring up now. So it is after half a rollback.
 * </ol>
 */
final class Steps {
  private static final Set<Field> FILES = EnumSet.of(Field.BUNDLE, Field.FILES);
  private static final Set<Field> IMAGE = EnumSet.of(Field.RELEASE, Field.IMAGE);

  private Steps() {}

  /** The steps for these changes, in order; {@code fresh} means that there is no install yet. */
  static List<StepKind> of(
      List<Change> changes, Goal goal, boolean fresh, MachineState machineState) {
    EnumSet<StepKind> steps = EnumSet.noneOf(StepKind.class);
    for (Change change : changes) {
      steps.addAll(of(change.field()));
    }
    if (fresh || goal.backup() == BackupKind.NONE) {
      steps.remove(StepKind.BACKUP);
    }
    machineState.unfinished().ifPresent(run -> end(steps, run, run.isTowards(goal)));
    if (machineState.halfRollback().isPresent()) {
      steps.addAll(of(Field.RUNNING));
    }
    return List.copyOf(steps);
  }

  private static EnumSet<StepKind> of(Field field) {
    EnumSet<StepKind> steps = EnumSet.of(StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
    if (FILES.contains(field)) {
      steps.addAll(EnumSet.of(StepKind.STAGE, StepKind.PULL, StepKind.SWAP));
    }
    if (IMAGE.contains(field) || field.key().isPresent()) {
      steps.add(StepKind.SWAP);
    }
    if (IMAGE.contains(field)) {
      steps.addAll(EnumSet.of(StepKind.PULL, StepKind.BACKUP, StepKind.MIGRATE));
    }
    return steps;
  }

  private static void end(EnumSet<StepKind> steps, Unfinished run, boolean sameGoal) {
    if (sameGoal) {
      steps.addAll(run.remaining());
      if (run.finished().contains(StepKind.SWAP)) {
        steps.remove(StepKind.BACKUP);
      }
    } else if (run.changedInstall()) {
      run.remaining().stream().filter(StepKind.MIGRATE::equals).forEach(steps::add);
      steps.add(StepKind.RESTART);
    }
    steps.addAll(EnumSet.of(StepKind.GATE, StepKind.FINISH));
  }
}
