package io.walterfleet.step;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.RestoredData;
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
  public record To(Optional<String> stamp, RestoredData data) {}

  /** The same, begun anew. */
  public Rollback again() {
    return new Rollback(run, token, machine, to, number + 1);
  }
}
