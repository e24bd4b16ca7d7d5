package io.walterfleet.report;

import io.walterfleet.doctor.Finding;
import io.walterfleet.format.Diagnosis;
import io.walterfleet.report.MarkdownDocument.Row;
import java.util.List;

/** What holds of all that is assumed, as a comment. */
public final class DoctorMarkdown {
  private static final List<String> HEADINGS =
      List.of("assumption", "assumed", "there", "verdict", "seen by");

  private DoctorMarkdown() {}

  /** The whole text, at most 60,000 bytes; it ends with a line feed. */
  public static String of(Diagnosis diagnosis) {
    MarkdownDocument head =
        new MarkdownDocument()
            .line("<!-- walter-fleet doctor -->")
            .line("### What is assumed of Walter")
            .line("")
            .line("**" + diagnosis.counts() + "**");
    MarkdownDocument body = MarkdownDocument.beside(head);
    diagnosis
        .findings()
        .forEach(
            (name, findings) ->
                body.table(
                    Markdown.code(name),
                    HEADINGS,
                    findings.stream().map(DoctorMarkdown::row).toList()));
    diagnosis
        .unknown()
        .forEach(
            (name, why) ->
                body.line("unknown: " + Markdown.code(name) + ": " + Markdown.prose(why.reason())));
    diagnosis.closing().forEach(line -> body.line("").line(Markdown.prose(line)));
    return head.text() + body.note() + body.text();
  }

  private static Row row(Finding finding) {
    return new Row(
        1,
        List.of(
            Markdown.code(finding.subject()),
            Markdown.code(finding.assumed()),
            Markdown.code(finding.there()),
            finding.verdict().word(),
            Markdown.prose(finding.seenBy())));
  }
}
