package io.walterfleet.step;

import io.walterfleet.plan.StepKind;
import java.time.Duration;

/** How long a step may take before its machine counts as lost; the step itself keeps running. */
final class Deadlines {
  /** A rollback may restore volumes. */
  static final Duration ROLLBACK = Duration.ofHours(12);

  private Deadlines() {}

  static Duration of(StepKind step) {
    return switch (step) {
      case STAGE, RESTART -> Duration.ofMinutes(20);
      case SWAP, GATE -> Duration.ofMinutes(10);
      case PULL -> Duration.ofHours(1);
      case MIGRATE -> Duration.ofHours(4);
      case BACKUP, FINISH -> Duration.ofHours(12);
    };
  }
}
