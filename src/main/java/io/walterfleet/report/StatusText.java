package io.walterfleet.report;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** How the machines are, for people: a table, the reasons of what is not in order, the counts. */
public final class StatusText {
  private static final List<String> HEADINGS =
      List.of("MACHINE", "RELEASE", "MODE", "HOST", "BUNDLE", "IMAGE", "HEALTH", "LOCK", "VERDICT");

  private StatusText() {}

  /** The whole text; it ends with a line feed. */
  public static String of(Status status, Style style, Detail detail) {
    Plan plan = status.plan();
    Page page = new Page();
    if (detail != Detail.QUIET) {
      table(status, style, page);
      page.gap();
      reasons(plan, detail, page);
      page.gap();
    }
    String counts = Words.counts(plan.summary(), style);
    return page.line(Counted.machines(plan.machines().size()) + ": " + counts).text();
  }

  private static void table(Status status, Style style, Page page) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    StatusRow.all(status).forEach(row -> rows.add(safe(row.columns())));
    int[] widths =
        IntStream.range(0, HEADINGS.size())
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String space = " ".repeat(i == row.size() - 1 ? 0 : widths[i] - row.get(i).length() + 2);
        line.append(row.get(i)).append(space);
      }
      page.line(row == HEADINGS ? style.bold(line.toString()) : line.toString());
    }
  }

  private static void reasons(Plan plan, Detail detail, Page page) {
    List<MachinePlan> odd =
        plan.machines().stream().filter(one -> !one.judgement().reason().isEmpty()).toList();
    for (Alike alike : Alike.groups(odd, detail)) {
      page.line(Printable.of(alike.first().verdict().word()) + ": " + alike.title());
      page.why("    ", alike.why());
    }
  }

  private static List<String> safe(List<String> columns) {
    return columns.stream().map(Printable::of).toList();
  }
}
