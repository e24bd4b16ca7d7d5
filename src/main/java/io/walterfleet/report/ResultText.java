package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Elapsed;
import io.walterfleet.format.Logins;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How a run ended, for people: what went well first, failures last, then one line that counts. */
public final class ResultText {
  private final RunResult result;
  private final Style style;
  private final Detail detail;
  private final Logins logins;
  private final TextBuilder textBuilder = new TextBuilder();

  private ResultText(RunResult result, Style style, Detail detail, Logins logins) {
    this.result = result;
    this.style = style;
    this.detail = detail;
    this.logins = logins;
  }

  /** The whole text; it ends with a line feed. */
  public static String of(RunResult result, Style style, Detail detail) {
    return of(result, style, detail, Logins.NONE);
  }

  /**
   * The same.
   *
   * @param logins to the machines that failed or are unknown
   */
  public static String of(RunResult result, Style style, Detail detail, Logins logins) {
    ResultText text = new ResultText(result, style, detail, logins);
    if (detail != Detail.QUIET) {
      ResultGroup.ORDER.forEach(text::section);
      text.textBuilder.gap();
    }
    down(text.textBuilder, result.machines(), style);
    return text.textBuilder.line(text.closing()).text();
  }

  private void section(Outcome outcome) {
    if (outcome == Outcome.IN_SYNC && detail != Detail.VERBOSE) {
      return;
    }
    for (ResultGroup alike : ResultGroup.of(result, outcome, detail)) {
      List<String> names = alike.names();
      String number = names.size() == 1 ? "" : Plural.machines(names.size()) + ": ";
      textBuilder.line(
          marked(outcome, outcome.word(), style) + ": " + number + NameRanges.shortened(names));
      textBuilder.why("    ", alike.why());
      if (outcome.isFailure() || isUnknown(names.get(0))) {
        textBuilder.look("    ", logins, names);
      }
    }
  }

  private boolean isUnknown(String machine) {
    return result.plan().of(machine).map(MachinePlan::verdict).equals(Optional.of(Verdict.UNKNOWN));
  }

  /** Names the machines that a run has left down, all of them. */
  static void down(TextBuilder textBuilder, List<MachineResult> results, Style style) {
    List<String> names =
        results.stream().filter(MachineResult::isDown).map(MachineResult::machine).toList();
    if (!names.isEmpty()) {
      String head = "Walter is down, or may be, on " + Plural.machines(names.size());
      textBuilder.line(style.red(head) + ": " + Controls.escaped(NameRanges.shortened(names)));
    }
  }

  private String closing() {
    return Plural.machines(result.machines().size())
        + ": "
        + counts(result, style)
        + " in "
        + Elapsed.of(result.took())
        + ending(result);
  }

  /** How many machines have each outcome, from what needs no look to what needs one most. */
  static String counts(RunResult result, Style style) {
    Map<Outcome, Integer> counts = result.counts();
    String all =
        ResultGroup.ORDER.stream()
            .filter(counts::containsKey)
            .map(
                outcome ->
                    marked(
                        outcome,
                        Objects.requireNonNull(counts.get(outcome))
                            + " "
                            + Phrases.outcome(outcome),
                        style))
            .collect(joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  /** Why it ended before its time, to go on after a sentence; empty when it did not. */
  static String ending(RunResult result) {
    return switch (result.ending()) {
      case COMPLETE -> "";
      case BUDGET -> "; stopped: more than " + result.plan().budget().maxFailed() + " failed";
      case INTERRUPTED -> "; interrupted";
      case CLOSED -> "; on hold: the rest waits for a maintenance window";
      case HOLD -> "; on hold: the rest waits, as said above";
      case UNHEALTHY -> "; stopped: Walter is not well where it was done";
      case HOOK -> "; a hook failed";
    };
  }

  private static String marked(Outcome outcome, String text, Style style) {
    return switch (outcome) {
      case IN_SYNC, APPLIED, PROVED -> style.green(text);
      case SKIPPED, STALE, LOCKED -> style.yellow(text);
      case ROLLED_BACK, UNREACHABLE, MIGRATION_BLOCKED, FAILED -> style.red(text);
    };
  }
}
