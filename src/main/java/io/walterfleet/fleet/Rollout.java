package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a change goes over the fleet.
 *
 * @param waves in order; groups that are not named come last, together
 * @param batch sizes of the batches within a wave; the last repeats
 * @param atOnce how many machines of a wave are changed at a time, the next one as soon as one is
 *     through; empty where they go in batches
 * @param pause time between two batches, or waves
 */
public record Rollout(
    List<Wave> waves,
    List<CountOrPercent> batch,
    OptionalInt atOnce,
    Duration pause,
    Failure failure,
    Gate gate) {
  /** The values where the inventory says nothing: one machine at a time, stop at the first. */
  public static final Rollout DEFAULT =
      new Rollout(
          List.of(),
          List.of(new CountOrPercent.Count(1)),
          Duration.ZERO,
          Failure.DEFAULT,
          Gate.DEFAULT);

  /** A rollout in batches. */
  public Rollout(
      List<Wave> waves, List<CountOrPercent> batch, Duration pause, Failure failure, Gate gate) {
    this(waves, batch, OptionalInt.empty(), pause, failure, gate);
  }

  public Rollout {
    waves = List.copyOf(waves);
    batch = List.copyOf(batch);
    if (batch.isEmpty()) {
      throw new IllegalArgumentException("a rollout needs a batch size");
    }
  }

  /** The same, whose waves follow each other at once. */
  public Rollout unheld() {
    List<Wave> plain = Wave.plain(waves.stream().map(Wave::group).toList());
    return new Rollout(plain, batch, atOnce, pause, failure, gate);
  }

  /**
   * How far ahead machines are prepared, how much may fail, and what becomes of what failed.
   *
   * @param stage how far ahead bundles and images are prepared
   * @param pulls how many machines pull images at a time, at least 1
   * @param maxFailed how many machines may fail, as a count or of the plan, rounded down
   */
  public record Failure(Stage stage, int pulls, CountOrPercent maxFailed, OnFailure onFailure) {
    /** Prepare the fleet first, stop at the first failure, undo what never became ready. */
    public static final Failure DEFAULT =
        new Failure(Stage.FLEET, 8, new CountOrPercent.Count(0), OnFailure.ROLLBACK);
  }

  /** How far ahead bundles and images are prepared. */
  public enum Stage {
    /** All machines of the plan, before the first one is changed. */
    FLEET("fleet"),
    /** The machines of a batch, just before it. */
    BATCH("batch");

    private final String word;

    Stage(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }

  /** What becomes of a machine whose new release never became ready. */
  public enum OnFailure {
    /** It is put back to what it had. */
    ROLLBACK("rollback"),
    /** It is left as it is, for somebody to look at. */
    LEAVE("leave");

    private final String word;

    OnFailure(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }
}
