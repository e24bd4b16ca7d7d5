package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Plan;
import java.util.List;

/** In which order a plan changes its machines, and when it stops; for people. */
record BatchesText(Plan plan, Outlook outlook, Style style, Detail detail) {
  /** Writes the batches and the budget; nothing for a plan that does nothing. */
  void write(TextBuilder textBuilder) {
    if (plan.acting().isEmpty()) {
      return;
    }
    List<BatchRow> rows = BatchRow.all(plan, detail);
    int numbers = rows.stream().mapToInt(row -> row.number().length()).max().orElse(0);
    int waves = rows.stream().mapToInt(row -> wave(row).length()).max().orElse(0);
    int sizes = rows.stream().mapToInt(row -> row.size().length()).max().orElse(0);
    textBuilder.line(
        style.bold(Plural.of(plan.batches().all().size(), "batch") + " in this order"));
    for (BatchRow row : rows) {
      String columns =
          "  "
              + " ".repeat(numbers - row.number().length())
              + row.number()
              + "  "
              + wave(row)
              + " ".repeat(waves - wave(row).length() + 2)
              + row.size()
              + " ".repeat(sizes - row.size().length() + 2);
      textBuilder.folded(columns, Controls.escaped(NameRanges.shortened(row.names())));
    }
    BatchRow.waits(plan).forEach(wait -> textBuilder.folded("", Controls.escaped(wait)));
    textBuilder.line(BatchRow.budget(plan));
    outlook.sentences().forEach(sentence -> textBuilder.folded("", Controls.escaped(sentence)));
    textBuilder.gap();
  }

  private static String wave(BatchRow row) {
    return Controls.escaped(row.wave());
  }
}
