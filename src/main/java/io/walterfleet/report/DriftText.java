package io.walterfleet.report;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Controls;
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
  private final Page page = new Page();

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
    return text.page.line(Counted.machines(drift.machines().size()) + ": " + counts).text();
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
        : new Page()
            .folded(
                "left: ",
                Counted.machines(names.size())
                    + ", of which the inventory or the manifest wants something else: "
                    + Controls.escaped(Names.shortened(names)))
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
    return text.page.text();
  }

  private void body() {
    Plan.Header header = drift.correction().header();
    page.line(
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
            .flatMap(one -> Alike.groups(drift.part(false), one, detail).stream())
            .toList());
    section(
        Verdict.CHANGE,
        "with a pending change: nobody changed them, the inventory or the manifest wants something else");
    if (detail == Detail.VERBOSE) {
      section(Verdict.IN_SYNC, "in sync: as last applied, and nothing else is wanted");
    }
    section(Verdict.BLOCKED, "blocked: not as last applied, and not to be put back");
    section(Verdict.UNKNOWN, "unknown: not all could be seen");
    HealthText.write(drift.health(), page, style, detail);
  }

  private void section(Verdict verdict, String title) {
    groups(title, Alike.groups(drift.part(true), verdict, detail));
  }

  private void groups(String title, List<Alike> groups) {
    if (groups.isEmpty()) {
      return;
    }
    int machines = groups.stream().mapToInt(alike -> alike.machines().size()).sum();
    page.line(style.bold(Counted.machines(machines) + " " + title));
    groups.forEach(alike -> block(drift.of(alike.first().name()).orElseThrow().verdict(), alike));
    page.gap();
  }

  private void block(Verdict verdict, Alike alike) {
    MachinePlan first = alike.first();
    Drift one = drift.of(first.name()).orElseThrow();
    page.folded("  " + sign(verdict) + " ", alike.title());
    page.why(Page.FIELD, alike.why());
    if (verdict == Verdict.CHANGE) {
      page.why(Page.FIELD, Why.of(one.back()));
      wanted(one, alike, "");
      return;
    }
    first.changes().stream()
        .filter(change -> change.field() != Field.FILES)
        .forEach(change -> page.field(change.field().word(), alike.sentence(change)));
    paths("edited", one.files().edited());
    paths("missing", one.files().missing());
    paths("mode", one.files().reset());
    paths("added", one.files().overrides());
    if (!first.steps().isEmpty()) {
      page.field("to correct", Words.steps(first.steps()));
      page.field("downtime", Words.downtime(first.downtime()));
    }
    wanted(one, new Alike(List.of(one.intended())), ", which the inventory or the manifest wants");
  }

  private void wanted(Drift one, Alike alike, String why) {
    for (Change change : one.wanted()) {
      String label = why.isEmpty() ? change.field().word() : "left";
      String head = why.isEmpty() ? "" : change.field().word() + " ";
      page.field(label, head + alike.sentence(change) + why);
    }
  }

  private void paths(String label, List<String> paths) {
    int shown = detail == Detail.VERBOSE ? paths.size() : Math.min(SHOWN, paths.size());
    for (String path : paths.subList(0, shown)) {
      page.field(label, Controls.escaped(path));
    }
    if (shown < paths.size()) {
      page.field(label, "and " + (paths.size() - shown) + " more (-v lists all)");
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
