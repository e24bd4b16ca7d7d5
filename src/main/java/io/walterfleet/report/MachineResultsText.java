package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of some machines, for people: each with its reason, then one line that counts. */
public final class MachineResultsText {
  private MachineResultsText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(List<MachineResult> results, Style style, Detail detail) {
    return of(results, style, detail, Outcome.APPLIED.word());
  }

  /**
   * The same for something else than a plan.
   *
   * @param done what became of a machine on which it was done, such as "pruned"
   */
  public static String of(List<MachineResult> results, Style style, Detail detail, String done) {
    Page page = new Page();
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (MachineResult result : results) {
      counts.merge(result.outcome(), 1, Integer::sum);
      if (detail != Detail.QUIET) {
        boolean isDone = result.outcome() == Outcome.APPLIED;
        String head = (isDone ? done : result.outcome().word()) + ": " + result.machine();
        page.line(result.outcome().isFailure() ? style.red(head) : head);
        page.why("    ", Why.of(result));
      }
    }
    ResultText.down(page, results, style);
    String all =
        counts.entrySet().stream()
            .map(
                entry ->
                    entry.getValue()
                        + " "
                        + (entry.getKey() == Outcome.APPLIED
                            ? done
                            : Words.outcome(entry.getKey())))
            .collect(joining(", "));
    return page.line(Counted.machines(results.size()) + ": " + (all.isEmpty() ? "none" : all))
        .text();
  }
}
