package io.walterfleet.rollout;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exit codes of the program, the only ones, in the order in which the first that holds wins.
 */
public enum ExitCode {
  /** A bug. */
  INTERNAL_ERROR(1, "internal error (a bug)"),
  /** Wrong usage, or the inventory or the manifest is invalid. */
  USAGE(64, "wrong usage, or an invalid inventory or manifest; nothing was contacted or changed"),
  /** Something that was asked for could not be written. */
  UNWRITTEN(74, "the output could not be written (a closed pipe is no error)"),
  /** Interrupted. */
  INTERRUPTED(130, "interrupted"),
  /** Stopped by the failure budget. */
  BUDGET(4, "stopped by the failure budget"),
  /** A machine is migration-blocked. */
  MIGRATION_BLOCKED(7, "a machine is migration-blocked"),
  /** Locked by another run. */
  LOCKED(6, "locked by another run"),
  /** The plan is stale for some machines. */
  STALE(5, "the plan is stale for some machines; those were not touched"),
  /** Some machines failed. */
  FAILED(3, "some machines failed; the rest is as planned"),
  /** Some machines, or the manifest, could not be observed. */
  UNKNOWN(8, "some machines, or the manifest, could not be observed"),
  /** A person must decide about some machines. */
  BLOCKED(9, "some machines are blocked: a person must decide"),
  /** Nothing is to be done, and Walter is not well all the same. */
  UNHEALTHY(10, "everything is as wished, but Walter is not healthy on some machines"),
  /** The rest waits. */
  ON_HOLD(11, "on hold: the rest waits for a hold, a soak, a window or an approval"),
  /** There is something to do, and the caller asked to be told by the exit code. */
  PENDING(2, "plan --detailed-exitcode: there is something to do; drift: something drifted"),
  /** Said by the launcher, which has no Java to say more. */
  CANNOT_START(69, "the program cannot start here (no Java)"),
  /** Done, or in sync. */
  OK(0, "done; or in sync");

  private final int number;
  private final String sentence;

  ExitCode(int number, String sentence) {
    this.number = number;
    this.sentence = sentence;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** What it means, in the words of help and manual. */
  public String sentence() {
    return sentence;
  }

  /** All of them, by their numbers. */
  public static List<ExitCode> byNumber() {
    return Stream.of(values()).sorted(Comparator.comparingInt(ExitCode::number)).toList();
  }

  /** The code that the process would return with this number alone, if it is one of ours. */
  public static Optional<ExitCode> numbered(int number) {
    return Stream.of(values()).filter(code -> code.number == number).findFirst();
  }

  /** The code for all of these at once; {@link #OK} for none. */
  public static ExitCode of(Collection<ExitCode> all) {
    return List.of(values()).stream().filter(all::contains).findFirst().orElse(OK);
  }
}
