package io.walterfleet.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The acts of an upgrade, in the only order there is. Nothing else in the code states the order.
 */
public enum StepKind {
  /** Upload, verify and unpack the bundle beside the install. */
  STAGE,
  /** Pull the images. */
  PULL,
  /** Copy the data, as the machine's backup kind says. */
  BACKUP,
  /** Put the staged directory, or the new keys alone, in place of the old. */
  SWAP,
  /** Run the setup service, which migrates the schema. */
  MIGRATE,
  /** Bring the stack up. */
  RESTART,
  /** Wait for health. */
  GATE,
  /** Record what was applied, and prune. */
  FINISH;

  /** The word in plans, events and on machines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The step with this word. */
  public static Optional<StepKind> of(String word) {
    return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
  }

  /** True for a step that runs on all machines before the first one is changed. */
  public boolean isPreparation() {
    return this == STAGE || this == PULL;
  }
}
