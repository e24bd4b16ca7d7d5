package io.walterfleet.plan;

import io.walterfleet.fleet.CountOrPercent;

/**
 * How many machines of a plan may fail before nothing new is started.
 *
 * <p>Counted over the whole plan, not by batch, and everything that is not applied or in sync
 * counts: failed, rolled back, migration-blocked, unreachable. A whole batch that fails is no
 * special case.
 *
 * <p>What runs when it is spent is finished, and may fail as well: so with N machines at work at a
 * time, by {@code atOnce} or in a batch, at most N - 1 more than one too many fail, and no more
 * could be saved without leaving machines down.
 *
 * @param maxFailed so many failures are borne; one more stops the run
 */
public record Budget(int maxFailed) {
  /** The budget of a plan of this many machines; a percentage is rounded down. */
  public static Budget of(CountOrPercent maxFailed, int machines) {
    return new Budget(maxFailed.roundedDown(machines));
  }

  /** True when so many failures stop the run. */
  public boolean isSpent(int failed) {
    return failed > maxFailed;
  }
}
