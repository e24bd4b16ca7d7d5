package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import java.util.List;

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
      Table.of(HEADINGS, StatusRow.all(status).stream().map(StatusRow::columns).toList())
          .write(page, style);
      page.gap();
      reasons(plan, detail, page);
      page.gap();
      HealthText.write(status.health(), page, style, detail);
    }
    String counts = Words.counts(plan.summary(), status.health(), style);
    return page.line(Counted.machines(plan.machines().size()) + ": " + counts).text();
  }

  private static void reasons(Plan plan, Detail detail, Page page) {
    List<MachinePlan> odd =
        plan.machines().stream().filter(one -> !one.judgement().reason().isEmpty()).toList();
    for (Alike alike : Alike.groups(odd, detail)) {
      page.line(Controls.escaped(alike.first().verdict().word()) + ": " + alike.title());
      page.why("    ", alike.why());
    }
  }
}
