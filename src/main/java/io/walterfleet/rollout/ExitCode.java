package io.walterfleet.rollout;

import java.util.Collection;
import java.util.List;

/**
 * The exit codes of the program, the only ones, in the order in which the first that holds wins.
 */
public enum ExitCode {
  /** A bug. */
  INTERNAL_ERROR(1),
  /** Wrong usage, or the inventory or the manifest is invalid; nothing was contacted or changed. */
  USAGE(64),
  /** Interrupted. */
  INTERRUPTED(130),
  /** Stopped by the failure budget. */
  BUDGET(4),
  /** A machine is migration-blocked. */
  MIGRATION_BLOCKED(7),
  /** Locked by another run. */
  LOCKED(6),
  /** The plan is stale for some machines; those were not touched. */
  STALE(5),
  /** Some machines failed; the rest is as planned. */
  FAILED(3),
  /** Some machines could not be observed. */
  UNKNOWN(8),
  /** There is something to do, and the caller asked to be told by the exit code. */
  PENDING(2),
  /** Done, or in sync. */
  OK(0);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** The code for all of these at once; {@link #OK} for none. */
  public static ExitCode of(Collection<ExitCode> all) {
    return List.of(values()).stream().filter(all::contains).findFirst().orElse(OK);
  }
}
