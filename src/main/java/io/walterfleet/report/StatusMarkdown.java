package io.walterfleet.report;

import io.walterfleet.format.Plural;
import io.walterfleet.format.Status;
import io.walterfleet.format.StatusRow;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.MarkdownDocument.Row;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How the machines are, as a comment: the counts, what is not in order, then a row a machine. */
public final class StatusMarkdown {
  private static final List<String> HEADINGS =
      List.of("machine", "release", "mode", "host", "bundle", "image", "health", "lock", "verdict");

  private StatusMarkdown() {}

  /** The whole text, at most 60,000 bytes; it ends with a line feed. */
  public static String of(Status status, Detail detail) {
    Plan plan = status.plan();
    MarkdownDocument head =
        new MarkdownDocument()
            .line("<!-- walter-fleet status -->")
            .line("### Fleet " + Markdown.code(plan.header().fleet()))
            .line("")
            .line(
                "**"
                    + Words.counts(plan.summary(), status.health(), Style.PLAIN)
                    + "**, read "
                    + plan.header().created().truncatedTo(ChronoUnit.SECONDS));
    if (detail == Detail.QUIET) {
      return head.text();
    }
    MarkdownDocument body = MarkdownDocument.beside(head);
    reasons(plan, detail, body);
    HealthMarkdown.write(status.health(), body, detail);
    List<Row> rows = StatusRow.all(status).stream().map(StatusMarkdown::row).toList();
    body.table(Plural.machines(rows.size()), HEADINGS, rows);
    return head.text() + body.note() + body.text();
  }

  private static void reasons(Plan plan, Detail detail, MarkdownDocument document) {
    List<MachinePlan> odd =
        plan.machines().stream().filter(one -> !one.judgement().reason().isEmpty()).toList();
    List<Row> rows =
        MachineGroup.groups(odd, detail).stream()
            .map(
                machineGroup ->
                    new Row(
                        machineGroup.machines().size(),
                        List.of(
                            machineGroup.first().verdict().word(),
                            Markdown.code(machineGroup.names()),
                            Markdown.prose(machineGroup.why().reason()),
                            Markdown.prose(machineGroup.why().fix()))))
            .toList();
    document.machines("to look at", List.of("verdict", "machines", "why", "fix"), rows);
  }

  private static Row row(StatusRow machine) {
    List<String> columns = StatusText.columns(machine);
    return new Row(
        1, columns.stream().map(text -> text.equals("-") ? text : Markdown.code(text)).toList());
  }
}
