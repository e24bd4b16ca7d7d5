package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.Logins;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.List;

/**
 * What became of some machines, for people: those that ended alike with their reason, then one line
 * that counts.
 */
public final class MachineResultsText {
  private final List<MachineResult> results;
  private final String done;
  private final Style style;
  private final Logins logins;
  private final TextBuilder textBuilder = new TextBuilder();

  private MachineResultsText(List<MachineResult> results, String done, Style style, Logins logins) {
    this.results = results;
    this.done = done;
    this.style = style;
    this.logins = logins;
  }

  /** Where the machines are, and how a person logs in to them. */
  public record Whereabouts(Fleet fleet, Logins logins) {}

  /** The whole text; it ends with a line feed. */
  public static String of(
      List<MachineResult> results, Whereabouts whereabouts, Style style, Detail detail) {
    return of(results, whereabouts, style, detail, Outcome.APPLIED.word());
  }

  /**
   * The same for something else than a plan.
   *
   * @param done what became of a machine on which it was done, such as "pruned"
   */
  public static String of(
      List<MachineResult> results,
      Whereabouts whereabouts,
      Style style,
      Detail detail,
      String done) {
    MachineResultsText text = new MachineResultsText(results, done, style, whereabouts.logins());
    Fleet fleet = whereabouts.fleet();
    if (detail != Detail.QUIET) {
      ResultGroup.ORDER.stream()
          .flatMap(one -> ResultGroup.of(results, fleet::address, one, detail).stream())
          .forEach(text::group);
    }
    ResultText.down(text.textBuilder, results, style);
    return text.textBuilder.line(text.closing()).text();
  }

  private void group(ResultGroup alike) {
    Outcome outcome = alike.outcome();
    List<String> names = alike.names();
    String word = outcome == Outcome.APPLIED ? done : outcome.word();
    String number = names.size() == 1 ? "" : Plural.machines(names.size()) + ": ";
    String head = word + ": " + number + NameRanges.shortened(names);
    textBuilder.line(outcome.isFailure() && !isWanted(outcome) ? style.red(head) : head);
    textBuilder.why("    ", alike.why());
    if (outcome.isFailure() && !isWanted(outcome) && !alike.isUntouched()) {
      textBuilder.look("    ", logins, names);
    }
  }

  /** Whoever asked to go back has no failure where that was done. */
  private static boolean isWanted(Outcome outcome) {
    return outcome == Outcome.ROLLED_BACK;
  }

  private String closing() {
    String all =
        ResultGroup.ORDER.stream()
            .filter(outcome -> count(outcome) > 0)
            .map(outcome -> count(outcome) + " " + word(outcome))
            .collect(joining(", "));
    return Plural.machines(results.size()) + ": " + (all.isEmpty() ? "none" : all);
  }

  private long count(Outcome outcome) {
    return results.stream().filter(one -> one.outcome() == outcome).count();
  }

  private String word(Outcome outcome) {
    return outcome == Outcome.APPLIED ? done : Phrases.outcome(outcome);
  }
}
