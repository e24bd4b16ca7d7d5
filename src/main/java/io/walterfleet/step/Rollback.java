package io.walterfleet.step;

import io.walterfleet.fleet.Machine;
import java.util.Locale;
import java.util.Optional;

/**
 * A way back for one machine, to a backup that it holds.
 *
 * @param token of the lock
 * @param number of the attempt in its run, from 1; an attempt is never begun twice
 */
public record Rollback(String run, String token, Machine machine, To to, int number) {
  /**
   * Where it leads.
   *
   * @param stamp the backup; absent means the one that the machine's last run made
   */
  public record To(Optional<String> stamp, Data data) {}

  /** What becomes of the two volumes. */
  public enum Data {
    /** They go back if the run of that backup began to migrate the schema. */
    AUTO,
    /** They go back. */
    VOLUMES,
    /** They stay as they are. */
    NONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same, begun anew. */
  public Rollback again() {
    return new Rollback(run, token, machine, to, number + 1);
  }
}
