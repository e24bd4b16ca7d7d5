package io.walterfleet.report;

import io.walterfleet.format.NameRanges;
import io.walterfleet.plan.Conditions;
import io.walterfleet.report.MarkdownDocument.Row;
import java.util.List;

/** Where Walter does not serve its users, as rows of a comment. */
final class HealthMarkdown {
  private HealthMarkdown() {}

  /** A table; nothing where all are well. */
  static void write(Conditions health, MarkdownDocument document, Detail detail) {
    List<Row> rows =
        Ailing.groups(health, detail).stream()
            .map(
                one ->
                    new Row(
                        one.machines().size(),
                        List.of(
                            one.state().counted(),
                            Markdown.code(NameRanges.shortened(one.machines())),
                            Markdown.prose(one.why().reason()),
                            Markdown.prose(one.why().fix()))))
            .toList();
    document.machines(
        "on which Walter is not healthy", List.of("health", "machines", "why", "fix"), rows);
  }
}
