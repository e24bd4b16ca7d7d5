package io.walterfleet.format;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Wave;
import io.walterfleet.rollout.Outcome;
import java.util.List;
import java.util.Map;

/** Parts of sentences that people read in texts and programs in notifications. */
public final class Phrases {
  private Phrases() {}

  /** What runs when, such as {@code beforeMachine ./lb drain}. */
  public static String hooks(List<Hooks.Listed> hooks) {
    return hooks.stream()
        .map(one -> one.moment().word() + " " + Hooks.line(one.words()))
        .collect(joining("; "));
  }

  /** What is asked for how long, such as {@code the query at prometheus for 10m}. */
  public static String checks(List<Check> checks) {
    return checks.stream()
        .map(
            one ->
                one.question().name()
                    + (one.holds().isZero() ? "" : " for " + Wave.words(one.holds())))
        .collect(joining("; "));
  }

  /** How many machines have each outcome; those with none are left out. */
  public static String outcomes(Map<Outcome, Integer> counts) {
    String all =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + outcome(entry.getKey()))
            .collect(joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  /** An outcome as it stands behind a number. */
  public static String outcome(Outcome outcome) {
    return switch (outcome) {
      case IN_SYNC -> "in sync";
      case ROLLED_BACK -> "rolled back";
      case APPLIED, PROVED, SKIPPED, STALE, LOCKED, UNREACHABLE, MIGRATION_BLOCKED, FAILED ->
          outcome.word();
    };
  }
}
