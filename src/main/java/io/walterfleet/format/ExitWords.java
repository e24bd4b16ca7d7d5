package io.walterfleet.format;

import io.walterfleet.rollout.ExitCode;
import java.util.stream.Stream;

/** What an exit code means, in a word or two. */
final class ExitWords {
  private ExitWords() {}

  /** The words, with the number for everything but success. */
  static String of(int number) {
    return Stream.of(ExitCode.values())
        .filter(code -> code.number() == number)
        .findFirst()
        .map(code -> code == ExitCode.OK ? words(code) : words(code) + " (" + number + ")")
        .orElse("exit code " + number);
  }

  private static String words(ExitCode code) {
    return switch (code) {
      case INTERNAL_ERROR -> "internal error";
      case USAGE -> "refused";
      case UNWRITTEN -> "output not written";
      case INTERRUPTED -> "interrupted";
      case BUDGET -> "stopped";
      case MIGRATION_BLOCKED -> "migration-blocked";
      case LOCKED -> "locked";
      case STALE -> "stale";
      case FAILED -> "failed";
      case UNKNOWN -> "not observed";
      case BLOCKED -> "blocked";
      case UNHEALTHY -> "not healthy";
      case ON_HOLD -> "on hold";
      case PENDING -> "to do";
      case CANNOT_START -> "not started";
      case OK -> "done";
    };
  }
}
