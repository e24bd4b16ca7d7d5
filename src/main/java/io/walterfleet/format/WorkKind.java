package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import java.util.List;

/** What was done: what takes as long as it does. */
record WorkKind(List<StepKind> steps, BackupKind backup) {
  static WorkKind of(MachinePlan machine) {
    return new WorkKind(machine.steps(), machine.goal().map(Goal::backup).orElse(BackupKind.NONE));
  }

  /** The step with which Walter's downtime begins. */
  boolean isDown(StepKind step) {
    return step == StepKind.RESTART
        || step == StepKind.MIGRATE
        || (step == StepKind.BACKUP && backup == BackupKind.VOLUMES);
  }
}
