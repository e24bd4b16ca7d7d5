package io.walterfleet.rollout;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of one machine in a run. */
public enum Outcome {
  /** There was nothing to do. */
  IN_SYNC("in-sync"),
  /** It has what it shall have, and is healthy. */
  APPLIED("applied"),
  /** Its newest backup was restored beside, and is whole. */
  PROVED("proved"),
  /** The new release never became ready, and the machine has what it had before. */
  ROLLED_BACK("rolled-back"),
  /** A step failed; the machine is as the reason says. */
  FAILED("failed"),
  /** It runs, and waits for a schema migration. */
  MIGRATION_BLOCKED("migration-blocked"),
  /** It moved since the plan was made; it was not touched. */
  STALE("stale"),
  /** Another run holds its lock; it was not touched while that was so. */
  LOCKED("locked"),
  /** It could not be reached, or the talk with it broke off for good. */
  UNREACHABLE("unreachable"),
  /** It was not begun: blocked, unknown, or the run ended before its turn. */
  SKIPPED("skipped");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** The word in events. */
  public String word() {
    return word;
  }

  /** The outcome of a word in events. */
  public static Optional<Outcome> of(String word) {
    return Stream.of(values()).filter(outcome -> outcome.word.equals(word)).findFirst();
  }

  /** The outcome of a machine with which the talk ended so. */
  static Outcome of(RemoteException away) {
    return away.kind() == Kind.UNHANDLED ? FAILED : UNREACHABLE;
  }

  /** True when the machine counts against the failure budget. */
  public boolean isFailure() {
    return switch (this) {
      case ROLLED_BACK, FAILED, MIGRATION_BLOCKED, UNREACHABLE -> true;
      case IN_SYNC, APPLIED, PROVED, STALE, LOCKED, SKIPPED -> false;
    };
  }

  /** What the program returns when this is the worst that happened. */
  public ExitCode exitCode() {
    return switch (this) {
      case IN_SYNC, APPLIED, PROVED, SKIPPED -> ExitCode.OK;
      case ROLLED_BACK, FAILED, UNREACHABLE -> ExitCode.FAILED;
      case MIGRATION_BLOCKED -> ExitCode.MIGRATION_BLOCKED;
      case STALE -> ExitCode.STALE;
      case LOCKED -> ExitCode.LOCKED;
    };
  }
}
