package io.walterfleet.plan;

import io.walterfleet.fleet.BackupKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long Walter is away on a machine while its steps run, as far as it can be told before. */
public enum Downtime {
  /** Not at all: nothing is restarted, or nothing ran there before. */
  NONE,
  /** Seconds: the stack restarts. */
  RESTART,
  /** As long as the schema migration takes: seconds to minutes. */
  MIGRATION,
  /** As long as copying both volumes takes, with the stack stopped, and the migration. */
  COPY;

  /** The word in plans. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class for these steps on a machine that runs Walter already. */
  static Downtime of(List<StepKind> steps, Optional<BackupKind> backup) {
    if (steps.contains(StepKind.BACKUP) && backup.equals(Optional.of(BackupKind.VOLUMES))) {
      return COPY;
    }
    if (steps.contains(StepKind.MIGRATE)) {
      return MIGRATION;
    }
    return steps.contains(StepKind.RESTART) ? RESTART : NONE;
  }

  /** True for a step with which Walter goes down at the latest. */
  static boolean beginsWith(StepKind step, Optional<BackupKind> backup) {
    return of(List.of(step), backup) != NONE;
  }
}
