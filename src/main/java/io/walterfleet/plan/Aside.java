package io.walterfleet.plan;

import io.walterfleet.plan.Observation.Seen;
import java.util.List;
import java.util.Optional;

/**
 * What is not the bundle's goes to the backup with the directory that a new one takes over from.
 */
final class Aside {
  private Aside() {}

  /** What these steps would move away with the directory; fit to show. */
  static Optional<String> of(Seen seen, List<StepKind> steps) {
    if (!steps.contains(StepKind.STAGE)
        || !(seen.install() instanceof Install.Present install)
        || install.files().added().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "not the bundle's, and moved to the backup with the old directory: "
            + Differences.some(install.files().added()));
  }
}
