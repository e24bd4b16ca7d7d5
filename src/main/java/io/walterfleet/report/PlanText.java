package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Background;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A plan for people.
 *
 * <p>First what it comes to, then the machines with something to do, then those that are left alone
 * and why, then the batches and the failure budget; the last line counts. Machines of which the
 * same is to be said are said once.
 */
public final class PlanText {
  private final Plan plan;
  private final Conditions health;
  private final Background background;
  private final Style style;
  private final Detail detail;
  private final TextBuilder textBuilder = new TextBuilder();

  private PlanText(
      Plan plan, Conditions health, Background background, Style style, Detail detail) {
    this.plan = plan;
    this.health = health;
    this.background = background;
    this.style = style;
    this.detail = detail;
  }

  /**
   * The whole text, which ends with a line feed, with how Walter is on the machines that were
   * asked, and what is known beside the plan.
   */
  public static String of(
      Plan plan, Conditions health, Background background, Style style, Detail detail) {
    PlanText text = new PlanText(plan, health, background, style, detail);
    if (detail != Detail.QUIET) {
      text.body();
    }
    return text.textBuilder.line(text.counts()).text();
  }

  private void body() {
    Plan.Header header = plan.header();
    textBuilder.line(
        style.bold(Controls.escaped("Plan " + header.id() + " for fleet " + header.fleet()))
            + ", made "
            + header.created().truncatedTo(ChronoUnit.SECONDS));
    textBuilder.folded("", headline());
    background.facts().forEach(fact -> textBuilder.fact(fact.label(), fact.text()));
    textBuilder.gap();
    section(Verdict.CHANGE, "to change");
    section(Verdict.DRIFT, "to put back: changed on the machine, not in the inventory");
    if (detail == Detail.VERBOSE) {
      section(Verdict.IN_SYNC, "in sync");
    }
    section(Verdict.BLOCKED, "blocked: there is something to do, and it must not be done");
    section(Verdict.UNKNOWN, "unknown: not all could be read, so nothing is done");
    HealthText.write(health, textBuilder, style, detail);
    new BatchesText(plan, background.outlook(), style, detail).write(textBuilder);
  }

  private String headline() {
    int acting = plan.acting().size();
    if (acting == 0) {
      String idle = Words.isAllInSync(plan) ? "Nothing to do" : "No machine to act on now";
      int ailing = health.unhealthy().size();
      String but = ailing == 0 ? "" : ", but Walter is not healthy on " + Plural.machines(ailing);
      return idle + but + background.limitedOf(plan.machines().size()) + ".";
    }
    return acting
        + " of "
        + background.of(plan.machines().size())
        + " to act on"
        + background.limited(plan.machines().size())
        + ", bundle "
        + Controls.escaped(plan.bundle().version());
  }

  private void section(Verdict verdict, String title) {
    List<MachinePlan> machines =
        plan.machines().stream().filter(machine -> machine.verdict() == verdict).toList();
    if (machines.isEmpty()) {
      return;
    }
    textBuilder.line(style.bold(Plural.machines(machines.size()) + " " + title));
    for (MachineGroup machineGroup : MachineGroup.groups(machines, detail)) {
      block(machineGroup);
    }
    textBuilder.gap();
  }

  private void block(MachineGroup machineGroup) {
    MachinePlan first = machineGroup.first();
    textBuilder.folded("  " + sign(first) + " ", machineGroup.title());
    if (first.isFirstInstall()) {
      textBuilder.field("install", "the first one");
    }
    textBuilder.why(TextBuilder.FIELD, machineGroup.why());
    first.changes().forEach(change -> change(machineGroup, change));
    if (!first.steps().isEmpty()) {
      textBuilder.field("steps", Words.steps(first.steps()));
      textBuilder.field("backup", Words.backup(first));
      String copies = Words.copies(machineGroup.machines());
      if (!copies.isEmpty()) {
        textBuilder.field("copies", copies);
      }
      String uncopied = Words.uncopied(machineGroup.machines());
      if (!uncopied.isEmpty()) {
        textBuilder.field("no backup", uncopied);
      }
      textBuilder.field("downtime", Words.downtime(first.downtime()));
    }
  }

  private void change(MachineGroup machineGroup, Change change) {
    boolean among =
        machineGroup.first().verdict() == Verdict.CHANGE && change.cause() == Cause.DRIFT;
    textBuilder.field(
        change.field().word(),
        machineGroup.sentence(change) + (among ? " (changed on the machine)" : ""));
    if (change.field() == Field.RELEASE) {
      machineGroup.first().goal().ifPresent(goal -> textBuilder.field("image", Words.image(goal)));
    }
  }

  private String sign(MachinePlan machine) {
    return switch (machine.verdict()) {
      case IN_SYNC -> style.green("=");
      case CHANGE -> machine.isFirstInstall() ? style.green("+") : style.yellow("~");
      case DRIFT -> style.yellow("~");
      case BLOCKED -> style.red("!");
      case UNKNOWN -> style.red("?");
    };
  }

  private String counts() {
    String counts = Words.counts(plan.summary(), health, style);
    return Plural.machines(plan.machines().size()) + ": " + counts;
  }
}
