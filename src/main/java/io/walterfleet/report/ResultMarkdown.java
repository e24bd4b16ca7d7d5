package io.walterfleet.report;

import io.walterfleet.format.Elapsed;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.report.MarkdownDocument.Row;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.util.ArrayList;
import java.util.List;

/** How a run ended, as a comment on the change that it carried out: failures first. */
public final class ResultMarkdown {
  /** By this line whoever posts a comment finds the one to replace. */
  private static final String MARK = "<!-- walter-fleet apply -->";

  private ResultMarkdown() {}

  /** The whole text, at most 60,000 bytes; it ends with a line feed. */
  public static String of(RunResult result, Detail detail) {
    MarkdownDocument head = head(result);
    if (detail == Detail.QUIET) {
      return head.text();
    }
    List<Row> rows = new ArrayList<>();
    for (int i = ResultGroup.ORDER.size() - 1; i >= 0; i--) {
      Outcome outcome = ResultGroup.ORDER.get(i);
      if (outcome != Outcome.IN_SYNC || detail == Detail.VERBOSE) {
        ResultGroup.of(result, outcome, detail).forEach(alike -> rows.add(row(alike)));
      }
    }
    int machines = rows.stream().mapToInt(Row::machines).sum();
    MarkdownDocument body = MarkdownDocument.beside(head);
    body.table(
        "What became of " + Plural.machines(machines),
        List.of("outcome", "machines", "why", "fix"),
        rows);
    return head.text() + body.note() + body.text();
  }

  private static MarkdownDocument head(RunResult result) {
    String fleet = Markdown.code(result.plan().header().fleet());
    long failed = result.machines().stream().filter(one -> one.outcome().isFailure()).count();
    String end =
        failed == 0 ? "none failed" : failed + " of " + result.machines().size() + " failed";
    return new MarkdownDocument()
        .line(MARK)
        .line("### Run on fleet " + fleet + ": " + end + ResultText.ending(result))
        .line("")
        .line(
            "**"
                + ResultText.counts(result, Style.PLAIN)
                + "** in "
                + Elapsed.of(result.took())
                + "<br>")
        .line(
            "Run "
                + Markdown.code(result.run())
                + " of plan "
                + Markdown.code(result.plan().header().id()));
  }

  private static Row row(ResultGroup alike) {
    int number = alike.names().size();
    String machines = number == 1 ? "" : Plural.machines(number) + ": ";
    return new Row(
        number,
        List.of(
            alike.outcome().word(),
            machines + Markdown.code(NameRanges.shortened(alike.names())),
            Markdown.prose(alike.why().reason()),
            Markdown.prose(alike.why().fix())));
  }
}
