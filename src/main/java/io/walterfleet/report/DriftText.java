package io.walterfleet.report;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Controls;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What drifted, for people.
 *
 * <p>Things apart: what somebody changed on the machines, what has nothing to compare with, where
 * the inventory or the manifest wants something else, and what could not be seen; the last line
 * counts. Machines of which the same is to be said are said once.
 */
public final class DriftText {
  /** So many paths of one kind are shown, unless all are asked for. */
  static final int SHOWN = 10;

  private final FleetDrift drift;
  private final Style style;
  private final Detail detail;
  private final TextBuilder textBuilder = new TextBuilder();

  private DriftText(FleetDrift drift, Style style, Detail detail) {
    this.drift = drift;
    this.style = style;
    this.detail = detail;
  }

  /** The whole text; it ends with a line feed. */
  public static String of(FleetDrift drift, Style style, Detail detail) {
    DriftText text = new DriftText(drift, style, detail);
    if (detail != Detail.QUIET) {
      text.body();
    }
    String counts = Words.counts(drift.summary(), drift.health(), style);
    return text.textBuilder.line(Plural.machines(drift.machines().size()) + ": " + counts).text();
  }

  /** What putting the machines back leaves to apply; empty when that is nothing. */
  public static String left(FleetDrift drift, Detail detail) {
    List<String> names =
        drift.machines().stream()
            .filter(machine -> machine.intended().verdict() != Verdict.UNKNOWN)
            .filter(machine -> !machine.wanted().isEmpty())
            .map(Drift::name)
            .toList();
    return names.isEmpty() || detail == Detail.QUIET
        ? ""
        : new TextBuilder()
            .folded(
                "left: ",
                Plural.machines(names.size())
                    + ", of which the inventory or the manifest wants something else: "
                    + Controls.escaped(NameRanges.shortened(names)))
            .line(
                "    fix: "
                    + new Advice("plan", names).line()
                    + "; to bring it: "
                    + new Advice("apply", names).line())
            .text();
  }

  /** What there is to be said of single machines; empty when that is nothing. */
  public static String sections(FleetDrift drift, Style style, Detail detail) {
    DriftText text = new DriftText(drift, style, detail);
    text.sections();
    return text.textBuilder.text();
  }

  private void body() {
    Plan.Header header = drift.correction().header();
    textBuilder
        .line(
            style.bold(Controls.escaped("Drift of fleet " + header.fleet()))
                + ", read "
                + header.created().truncatedTo(ChronoUnit.SECONDS))
        .gap();
    sections();
  }

  private void sections() {
    section(Verdict.DRIFT, "drifted: changed on the machine since walter-fleet last applied");
    groups(
        "with nothing to compare with: whether somebody changed them cannot be told",
        Stream.of(Verdict.IN_SYNC, Verdict.CHANGE)
            .flatMap(one -> MachineGroup.groups(drift.part(false), one, detail).stream())
            .toList());
    section(
        Verdict.CHANGE,
        "with a pending change: nobody changed them, the inventory or the manifest wants something else");
    if (detail == Detail.VERBOSE) {
      section(Verdict.IN_SYNC, "in sync: as last applied, and nothing else is wanted");
    }
    section(Verdict.BLOCKED, "blocked: not as last applied, and not to be put back");
    section(Verdict.UNKNOWN, "unknown: not all could be seen");
    HealthText.write(drift.health(), textBuilder, style, detail);
  }

  private void section(Verdict verdict, String title) {
    groups(title, MachineGroup.groups(drift.part(true), verdict, detail));
  }

  private void groups(String title, List<MachineGroup> groups) {
    if (groups.isEmpty()) {
      return;
    }
    int machines = groups.stream().mapToInt(machineGroup -> machineGroup.machines().size()).sum();
    textBuilder.line(style.bold(Plural.machines(machines) + " " + title));
    groups.forEach(
        machineGroup ->
            block(drift.of(machineGroup.first().name()).orElseThrow().verdict(), machineGroup));
    textBuilder.gap();
  }

  private void block(Verdict verdict, MachineGroup machineGroup) {
    MachinePlan first = machineGroup.first();
    Drift one = drift.of(first.name()).orElseThrow();
    textBuilder.folded("  " + sign(verdict) + " ", machineGroup.title());
    textBuilder.why(TextBuilder.FIELD, machineGroup.why());
    if (verdict == Verdict.CHANGE) {
      textBuilder.why(TextBuilder.FIELD, ReasonAndFix.of(one.back()));
      wanted(one, machineGroup, "");
      return;
    }
    first.changes().stream()
        .filter(change -> change.field() != Field.FILES)
        .forEach(change -> textBuilder.field(change.field().word(), machineGroup.sentence(change)));
    paths("edited", one.files().edited());
    paths("missing", one.files().missing());
    paths("mode", one.files().reset());
    paths("added", one.files().overrides());
    if (!first.steps().isEmpty()) {
      textBuilder.field("to correct", Words.steps(first.steps()));
      textBuilder.field("downtime", Words.downtime(first.downtime()));
    }
    wanted(
        one,
        new MachineGroup(List.of(one.intended())),
        ", which the inventory or the manifest wants");
  }

  private void wanted(Drift one, MachineGroup machineGroup, String why) {
    for (Change change : one.wanted()) {
      String label = why.isEmpty() ? change.field().word() : "left";
      String head = why.isEmpty() ? "" : change.field().word() + " ";
      textBuilder.field(label, head + machineGroup.sentence(change) + why);
    }
  }

  private void paths(String label, List<String> paths) {
    int shown = detail == Detail.VERBOSE ? paths.size() : Math.min(SHOWN, paths.size());
    for (String path : paths.subList(0, shown)) {
      textBuilder.field(label, Controls.escaped(path));
    }
    if (shown < paths.size()) {
      textBuilder.field(label, "and " + (paths.size() - shown) + " more (-v lists all)");
    }
  }

  private String sign(Verdict verdict) {
    return switch (verdict) {
      case IN_SYNC -> style.green("=");
      case CHANGE -> style.green(">");
      case DRIFT -> style.yellow("~");
      case BLOCKED -> style.red("!");
      case UNKNOWN -> style.red("?");
    };
  }
}
