package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A step, and what else decides how long it takes.
 *
 * @param backup of what, for the backup, and for the last step, which packs its copies; none for
 *     any other step
 */
record Work(StepKind step, BackupKind backup) {
  /** What is done on a machine, in order. */
  static List<Work> of(MachinePlan machine) {
    BackupKind backup =
        machine.steps().contains(StepKind.BACKUP)
            ? machine.goal().map(Goal::backup).orElse(BackupKind.NONE)
            : BackupKind.NONE;
    return machine.steps().stream().map(step -> new Work(step, of(step, backup))).toList();
  }

  private static BackupKind of(StepKind step, BackupKind backup) {
    return step == StepKind.BACKUP || step == StepKind.FINISH ? backup : BackupKind.NONE;
  }

  /**
   * How many bytes each of them copies on a machine; those of which that is not known are left out.
   */
  static Map<Work, Long> bytes(MachinePlan machine, BundleRef bundle) {
    long copies = machine.copies().map(CopySpace::bytes).orElse(0L);
    Map<Work, Long> bytes = new HashMap<>();
    for (Work work : of(machine)) {
      long its =
          work.step() == StepKind.STAGE
              ? bundle.size()
              : work.backup() == BackupKind.VOLUMES ? copies : 0;
      if (its > 0) {
        bytes.put(work, its);
      }
    }
    return bytes;
  }
}
