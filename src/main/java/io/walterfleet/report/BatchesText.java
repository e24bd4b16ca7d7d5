package io.walterfleet.report;

import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** In which order a plan changes its machines, and when it stops; for people. */
final class BatchesText {
  private final Plan plan;
  private final Style style;
  private final Detail detail;

  BatchesText(Plan plan, Style style, Detail detail) {
    this.plan = plan;
    this.style = style;
    this.detail = detail;
  }

  /** Batches that follow each other in one wave and have the same size. */
  private record Row(int first, List<Batch> batches) {
    String number() {
      int last = first + batches.size() - 1;
      return first == last ? Integer.toString(first) : first + "-" + last;
    }

    String wave() {
      return Printable.of(batches.get(0).wave());
    }

    String size() {
      int size = batches.get(0).machines().size();
      return batches.size() == 1 ? Counted.machines(size) : size + " at a time";
    }

    List<String> names() {
      return batches.stream().flatMap(batch -> batch.machines().stream()).toList();
    }
  }

  /** Writes the batches and the budget; nothing for a plan that does nothing. */
  void write(Page page) {
    if (plan.acting().isEmpty()) {
      return;
    }
    List<Row> rows = rows();
    int numbers = rows.stream().mapToInt(row -> row.number().length()).max().orElse(0);
    int waves = rows.stream().mapToInt(row -> row.wave().length()).max().orElse(0);
    int sizes = rows.stream().mapToInt(row -> row.size().length()).max().orElse(0);
    page.line(style.bold(Counted.of(plan.batches().all().size(), "batch") + " in this order"));
    for (Row row : rows) {
      String columns =
          "  "
              + " ".repeat(numbers - row.number().length())
              + row.number()
              + "  "
              + row.wave()
              + " ".repeat(waves - row.wave().length() + 2)
              + row.size()
              + " ".repeat(sizes - row.size().length() + 2);
      page.folded(columns, Printable.of(Names.shortened(row.names())));
    }
    page.line(budget()).gap();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    int number = 1;
    for (Batch batch : plan.batches().all()) {
      if (!rows.isEmpty() && detail != Detail.VERBOSE && joins(rows.get(rows.size() - 1), batch)) {
        rows.get(rows.size() - 1).batches().add(batch);
      } else {
        rows.add(new Row(number, new ArrayList<>(List.of(batch))));
      }
      number++;
    }
    return rows;
  }

  private static boolean joins(Row row, Batch batch) {
    return row.wave().equals(batch.wave())
        && row.batches().get(0).machines().size() == batch.machines().size();
  }

  private String budget() {
    int acting = plan.acting().size();
    int borne = plan.budget().maxFailed();
    if (borne == 0) {
      return "Stops when the first machine fails.";
    }
    return borne >= acting
        ? "Does not stop, however many machines fail."
        : "Stops when more than " + borne + " of " + acting + " machines fail.";
  }
}
