package io.walterfleet.report;

import io.walterfleet.format.Background;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.report.MarkdownDocument.Row;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A plan as a comment on the change that caused it.
 *
 * <p>First what it comes to, then a row for all machines of which the same is to be said, then the
 * batches. Of a plan that is too long for a comment the last rows are left out, and that is said.
 */
public final class PlanMarkdown {
  /** By this line whoever posts a comment finds the one to replace. */
  private static final String MARK = "<!-- walter-fleet plan -->";

  private static final int ROOM_FOR_BATCHES = 8_000;
  private static final List<String> ACTS =
      List.of("machines", "changes", "steps", "backup", "downtime");

  private final Plan plan;
  private final Conditions health;
  private final Background background;
  private final Detail detail;

  private PlanMarkdown(Plan plan, Conditions health, Background background, Detail detail) {
    this.plan = plan;
    this.health = health;
    this.background = background;
    this.detail = detail;
  }

  /**
   * The whole text, at most 60,000 bytes, which ends with a line feed, with how Walter is on the
   * machines that were asked, and what is known beside the plan.
   */
  public static String of(Plan plan, Conditions health, Background background, Detail detail) {
    return new PlanMarkdown(plan, health, background, detail).text();
  }

  private String text() {
    MarkdownDocument head = head();
    if (detail == Detail.QUIET) {
      return head.text();
    }
    MarkdownDocument batches = batches();
    MarkdownDocument body = MarkdownDocument.beside(head, batches);
    HealthMarkdown.write(health, body, detail);
    acting(Verdict.CHANGE, "to change", body);
    GroupsMarkdown.still(
        groups(Verdict.BLOCKED),
        "blocked: there is something to do, and it must not be done",
        body);
    GroupsMarkdown.still(
        groups(Verdict.UNKNOWN), "unknown: not all could be read, so nothing is done", body);
    acting(Verdict.DRIFT, "to put back: changed on the machine, not in the inventory", body);
    return head.text() + body.note() + body.text() + batches.text();
  }

  private static String idle(Plan plan) {
    return Words.isAllInSync(plan) ? "nothing to do on " : "no machine to act on now, of ";
  }

  private MarkdownDocument head() {
    int acting = plan.acting().size();
    int chosen = plan.machines().size();
    String todo =
        acting == 0
            ? idle(plan) + Plural.machines(chosen)
            : acting + " of " + background.of(chosen) + " to act on";
    Plan.Header header = plan.header();
    String bundle = acting == 0 ? "" : ", bundle " + Markdown.code(plan.bundle().version());
    String made = ", made " + header.created().truncatedTo(ChronoUnit.SECONDS);
    String limited =
        Markdown.prose(acting == 0 ? background.limitedOf(chosen) : background.limited(chosen));
    MarkdownDocument head =
        new MarkdownDocument()
            .line(MARK)
            .line("### Plan for fleet " + Markdown.code(header.fleet()) + ": " + todo + limited)
            .line("")
            .line("**" + Words.counts(plan.summary(), health, Style.PLAIN) + "**" + bundle + "<br>")
            .line("Plan " + Markdown.code(header.id()) + made);
    List<Background.Fact> facts = detail == Detail.QUIET ? List.of() : background.facts();
    if (!facts.isEmpty()) {
      head.line("");
    }
    facts.forEach(
        fact -> head.line("- " + fact.label() + ": " + Markdown.prose(fact.before()) + link(fact)));
    return head;
  }

  private static String link(Background.Fact fact) {
    return fact.link().isEmpty() ? "" : "<" + fact.link() + ">";
  }

  private void acting(Verdict verdict, String title, MarkdownDocument document) {
    List<Row> rows =
        groups(verdict)
            .map(machineGroup -> new Row(machineGroup.machines().size(), acts(machineGroup)))
            .toList();
    document.machines(title, ACTS, rows);
  }

  private List<String> acts(MachineGroup machineGroup) {
    MachinePlan first = machineGroup.first();
    return List.of(
        GroupsMarkdown.machines(machineGroup)
            + (first.isFirstInstall() ? "<br>the first install" : ""),
        changes(machineGroup),
        Words.steps(first.steps()),
        backup(machineGroup),
        Words.downtime(first.downtime()));
  }

  private static String backup(MachineGroup machineGroup) {
    String copies = Words.copies(machineGroup.machines());
    String uncopied = Words.uncopied(machineGroup.machines());
    return Words.backup(machineGroup.first())
        + (copies.isEmpty() ? "" : "<br>" + copies)
        + (uncopied.isEmpty() ? "" : "<br>no backup: " + Markdown.prose(uncopied));
  }

  private static String changes(MachineGroup machineGroup) {
    List<String> lines = new ArrayList<>();
    String reason = machineGroup.why().reason();
    if (!reason.isEmpty()) {
      lines.add(Markdown.prose(reason));
    }
    for (Change change : machineGroup.first().changes()) {
      lines.add(change(machineGroup, change));
      if (change.field() == Field.RELEASE) {
        machineGroup
            .first()
            .goal()
            .ifPresent(goal -> lines.add("image " + Markdown.code(Words.image(goal))));
      }
    }
    return String.join("<br>", lines);
  }

  private static String change(MachineGroup machineGroup, Change change) {
    boolean among =
        machineGroup.first().verdict() == Verdict.CHANGE && change.cause() == Cause.DRIFT;
    return GroupsMarkdown.change(machineGroup, change) + (among ? " (changed on the machine)" : "");
  }

  private Stream<MachineGroup> groups(Verdict verdict) {
    List<MachinePlan> machines =
        plan.machines().stream().filter(machine -> machine.verdict() == verdict).toList();
    return MachineGroup.groups(machines, detail).stream();
  }

  private MarkdownDocument batches() {
    MarkdownDocument document = new MarkdownDocument(ROOM_FOR_BATCHES);
    List<Row> rows =
        BatchRow.all(plan, detail).stream()
            .map(
                row ->
                    new Row(
                        row.names().size(),
                        List.of(
                            row.number(),
                            Markdown.code(row.wave()),
                            row.size(),
                            Markdown.code(NameRanges.shortened(row.names())))))
            .toList();
    document.table(
        Plural.of(plan.batches().all().size(), "batch") + " in this order",
        List.of("batch", "wave", "size", "machines"),
        rows);
    if (!rows.isEmpty()) {
      document.line("").line(BatchRow.budget(plan));
      BatchRow.waits(plan).forEach(wait -> document.line(Markdown.prose(wait)));
      background.outlook().sentences().forEach(one -> document.line(Markdown.prose(one)));
    }
    return document;
  }
}
