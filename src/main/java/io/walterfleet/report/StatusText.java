package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Plural;
import io.walterfleet.format.Status;
import io.walterfleet.format.StatusRow;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.util.List;
import java.util.Set;

/** How the machines are, for people: a table, the reasons of what is not in order, the counts. */
public final class StatusText {
  private static final List<String> HEADINGS =
      List.of("MACHINE", "RELEASE", "MODE", "HOST", "BUNDLE", "IMAGE", "HEALTH", "LOCK", "VERDICT");

  /** What fits a terminal; a lock stands there only where there is one. */
  private static final List<String> NARROW =
      List.of("MACHINE", "RELEASE", "HOST", "HEALTH", "LOCK", "VERDICT");

  /** The columns whose texts can be cut in the middle; a lock's id is to be typed. */
  private static final Set<String> LONG = Set.of("MACHINE", "RELEASE", "HOST");

  private static final int WIDTH = 80;

  private StatusText() {}

  /**
   * The whole text; it ends with a line feed.
   *
   * @param wide with every column, however long the lines get; else within 80 characters
   */
  public static String of(Status status, Style style, Detail detail, boolean wide) {
    Plan plan = status.plan();
    TextBuilder textBuilder = new TextBuilder();
    if (detail != Detail.QUIET) {
      table(status, wide).write(textBuilder, style);
      textBuilder.gap();
      reasons(status, detail, textBuilder);
      textBuilder.gap();
      new HealthText(textBuilder, style, status.logins()).write(status.health(), detail);
    }
    String counts = Words.counts(plan.summary(), status.health(), style);
    return textBuilder.line(Plural.machines(plan.machines().size()) + ": " + counts).text();
  }

  private static Table table(Status status, boolean wide) {
    Table all =
        Table.of(HEADINGS, StatusRow.all(status).stream().map(StatusText::columns).toList());
    if (wide) {
      return all;
    }
    boolean locked = StatusRow.all(status).stream().anyMatch(row -> row.holder().isPresent());
    return all.with(NARROW.stream().filter(one -> locked || !one.equals("LOCK")).toList())
        .within(WIDTH, LONG);
  }

  private static void reasons(Status status, Detail detail, TextBuilder textBuilder) {
    List<MachinePlan> odd =
        status.plan().machines().stream()
            .filter(one -> !one.judgement().reason().isEmpty())
            .toList();
    for (MachineGroup machineGroup : MachineGroup.groups(odd, detail)) {
      textBuilder.line(
          Controls.escaped(machineGroup.first().verdict().word()) + ": " + machineGroup.title());
      textBuilder.why("    ", machineGroup.why());
      if (machineGroup.first().verdict() == Verdict.UNKNOWN) {
        textBuilder.look(
            "    ",
            status.logins(),
            machineGroup.machines().stream().map(MachinePlan::name).toList());
      }
    }
  }

  /** The columns of one machine, in the order of {@link #HEADINGS}. */
  static List<String> columns(StatusRow row) {
    StatusRow.Facts facts = row.facts();
    String port = facts.keys().httpsPort().map(number -> ":" + number).orElse("");
    return List.of(
        row.machine().name(),
        facts.release().or(() -> facts.image().map(StatusText::shortened)).orElse("-"),
        facts.keys().mode().orElse("-"),
        facts.keys().host().map(host -> host + port).orElse("-"),
        facts.bundle().map(text -> text.substring(0, Math.min(12, text.length()))).orElse("-"),
        facts.image().map(StatusText::shortened).orElse("-"),
        Ailing.cell(row.health()),
        row.holder().orElse("-"),
        row.machine().verdict().word());
  }

  /** An image with the beginning of its digest alone: nothing else is pushed off by it. */
  private static String shortened(String image) {
    return image.replaceFirst("(@sha256:[0-9a-f]{12})[0-9a-f]{52}$", "$1");
  }
}
