package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import java.util.List;

/**
 * A step, and what else decides how long it takes.
 *
 * @param backup of what, for the backup; none for any other step
 */
record Work(StepKind step, BackupKind backup) {
  /** What is done on a machine, in order. */
  static List<Work> of(MachinePlan machine) {
    BackupKind backup = machine.goal().map(Goal::backup).orElse(BackupKind.NONE);
    return machine.steps().stream()
        .map(step -> new Work(step, step == StepKind.BACKUP ? backup : BackupKind.NONE))
        .toList();
  }
}
