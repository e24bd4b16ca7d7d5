package io.walterfleet.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The acts of an upgrade, in the only order there is. Nothing else in the code states the order,
 * and what is to be known of a step stands in its row.
 */
public enum StepKind {
  STAGE(
      "stage",
      Phase.PREPARATION,
      "upload, verify and unpack the bundle beside the install",
      Duration.ofMinutes(20),
      Duration.ofSeconds(5)),
  PULL("pull", Phase.PREPARATION, "pull the images", Duration.ofHours(1), Duration.ofSeconds(60)),
  BACKUP("backup", Phase.STOP, "copy the data", Duration.ofHours(12), Duration.ofSeconds(60)),
  SWAP(
      "swap",
      Phase.CHANGE,
      "put the new directory, or the new keys, in place of the old",
      Duration.ofMinutes(10),
      Duration.ofSeconds(1)),
  MIGRATE(
      "migrate",
      Phase.CHANGE,
      "run the setup service, which migrates the schema",
      Duration.ofHours(4),
      Duration.ofSeconds(30)),
  RESTART(
      "restart", Phase.START, "bring the stack up", Duration.ofMinutes(20), Duration.ofSeconds(10)),
  GATE(
      "gate",
      Phase.START,
      "wait until it is healthy",
      Duration.ofMinutes(10),
      Duration.ofSeconds(15)),
  FINISH(
      "finish",
      Phase.START,
      "record what was applied, prune old backups",
      Duration.ofHours(12),
      Duration.ofSeconds(1));

  private final String word;
  private final Phase phase;
  private final String sentence;
  private final Duration deadline;
  private final Duration usual;

  StepKind(String word, Phase phase, String sentence, Duration deadline, Duration usual) {
    this.word = word;
    this.phase = phase;
    this.sentence = sentence;
    this.deadline = deadline;
    this.usual = usual;
  }

  /** How far a machine has come with a step. */
  private enum Phase {
    /**
     * Its Walter runs, and nothing of it is changed; all machines may be there before the first.
     */
    PREPARATION,
    /** Its stack may be stopped. */
    STOP,
    /** Its install may be another one, and the stack is not started again. */
    CHANGE,
    /** Its stack may run again. */
    START
  }

  /** The word in plans, events and on machines, and the name of its script. */
  public String word() {
    return word;
  }

  /** What it does; fit to show. */
  public String sentence() {
    return sentence;
  }

  /** How long it may take before its machine counts as lost; the step itself keeps running. */
  public Duration deadline() {
    return deadline;
  }

  /** How long it takes with a small database on a good line. */
  public Duration usual() {
    return usual;
  }

  /** The step with this word. */
  public static Optional<StepKind> of(String word) {
    return Arrays.stream(values()).filter(step -> step.word.equals(word)).findFirst();
  }

  /** True for a step that runs on all machines before the first one is changed. */
  public boolean isPreparation() {
    return phase == Phase.PREPARATION;
  }

  /** True for a step that a script on the machine carries out; the gate is asked from here. */
  public boolean isScript() {
    return this != GATE;
  }

  /** True once it has begun if the install may differ from what it was. */
  public boolean changesInstall() {
    return phase.compareTo(Phase.CHANGE) >= 0;
  }

  /** True for a step with or before which the stack is stopped, and not started again. */
  public boolean keepsStackStopped() {
    return phase == Phase.STOP || phase == Phase.CHANGE;
  }

  /** True for a step whose failure means that the new release did not come up: it is undone. */
  public boolean isUndoneOnFailure() {
    return this == MIGRATE || this == RESTART || this == GATE;
  }
}
