package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.report.MarkdownDocument.Row;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What drifted, as a comment for a chat or an issue: the counts, then the same three things apart
 * as in {@link DriftText}, a row for all machines of which the same is to be said.
 */
public final class DriftMarkdown {
  /** By this line whoever posts a comment finds the one to replace. */
  private static final String MARK = "<!-- walter-fleet drift -->";

  private final FleetDrift drift;
  private final Detail detail;

  private DriftMarkdown(FleetDrift drift, Detail detail) {
    this.drift = drift;
    this.detail = detail;
  }

  /** The whole text, at most 60,000 bytes; it ends with a line feed. */
  public static String of(FleetDrift drift, Detail detail) {
    return new DriftMarkdown(drift, detail).text();
  }

  private String text() {
    MarkdownDocument head = head();
    if (detail == Detail.QUIET) {
      return head.text();
    }
    MarkdownDocument body = MarkdownDocument.beside(head);
    HealthMarkdown.write(drift.health(), body, detail);
    drifted(body);
    GroupsMarkdown.still(
        groups(Verdict.BLOCKED), "blocked: not as last applied, and not to be put back", body);
    GroupsMarkdown.still(groups(Verdict.UNKNOWN), "unknown: not all could be seen", body);
    uncompared(body);
    movedOn(body);
    return head.text() + body.note() + body.text();
  }

  private MarkdownDocument head() {
    Plan.Header header = drift.correction().header();
    long drifted = drift.machines().stream().filter(one -> one.verdict() == Verdict.DRIFT).count();
    String all = Plural.machines(drift.machines().size());
    String what = drifted == 0 ? "none of " + all : drifted + " of " + all;
    return new MarkdownDocument()
        .line(MARK)
        .line("### Drift of fleet " + Markdown.code(header.fleet()) + ": " + what)
        .line("")
        .line(
            "**"
                + Words.counts(drift.summary(), drift.health(), Style.PLAIN)
                + "**, read "
                + header.created().truncatedTo(ChronoUnit.SECONDS));
  }

  private void drifted(MarkdownDocument document) {
    List<Row> rows =
        groups(Verdict.DRIFT)
            .map(
                machineGroup ->
                    GroupsMarkdown.row(
                        machineGroup,
                        changed(machineGroup),
                        Words.steps(machineGroup.first().steps()),
                        Words.downtime(machineGroup.first().downtime())))
            .toList();
    document.machines(
        "drifted: changed on the machine since walter-fleet last applied",
        List.of("machines", "what changed", "to correct", "downtime"),
        rows);
  }

  private void uncompared(MarkdownDocument document) {
    wanted(
        document,
        "with nothing to compare with: whether somebody changed them cannot be told",
        Stream.of(Verdict.IN_SYNC, Verdict.CHANGE)
            .flatMap(one -> MachineGroup.groups(drift.part(false), one, detail).stream()));
  }

  private void movedOn(MarkdownDocument document) {
    wanted(
        document,
        "with a pending change: nobody changed them, the inventory or the manifest wants something else",
        groups(Verdict.CHANGE));
  }

  private void wanted(MarkdownDocument document, String title, Stream<MachineGroup> groups) {
    List<Row> rows =
        groups.map(machineGroup -> GroupsMarkdown.row(machineGroup, moved(machineGroup))).toList();
    document.machines(title, List.of("machines", "wanted"), rows);
  }

  private String moved(MachineGroup machineGroup) {
    Drift one = of(machineGroup);
    Stream<String> reasons =
        Stream.of(machineGroup.why().reason(), ReasonAndFix.of(one.back()).reason())
            .filter(reason -> !reason.isEmpty())
            .map(Markdown::prose);
    return Stream.concat(reasons, wanted(machineGroup, one).stream()).collect(joining("<br>"));
  }

  private String changed(MachineGroup machineGroup) {
    Drift one = of(machineGroup);
    List<String> lines = new ArrayList<>();
    if (!machineGroup.why().reason().isEmpty()) {
      lines.add(Markdown.prose(machineGroup.why().reason()));
    }
    machineGroup.first().changes().stream()
        .filter(change -> change.field() != Field.FILES)
        .forEach(change -> lines.add(GroupsMarkdown.change(machineGroup, change)));
    paths("edited", one.files().edited(), lines);
    paths("missing", one.files().missing(), lines);
    paths("mode", one.files().reset(), lines);
    paths("added", one.files().overrides(), lines);
    wanted(new MachineGroup(List.of(one.intended())), one)
        .forEach(change -> lines.add("left to apply: " + change));
    return String.join("<br>", lines);
  }

  private static List<String> wanted(MachineGroup machineGroup, Drift one) {
    return one.wanted().stream()
        .map(change -> GroupsMarkdown.change(machineGroup, change))
        .toList();
  }

  private void paths(String label, List<String> paths, List<String> lines) {
    int shown = detail == Detail.VERBOSE ? paths.size() : Math.min(DriftText.SHOWN, paths.size());
    paths.subList(0, shown).forEach(path -> lines.add(label + " " + Markdown.code(path)));
    if (shown < paths.size()) {
      lines.add(label + " " + (paths.size() - shown) + " more");
    }
  }

  private Stream<MachineGroup> groups(Verdict verdict) {
    return MachineGroup.groups(drift.part(true), verdict, detail).stream();
  }

  private Drift of(MachineGroup machineGroup) {
    return drift.of(machineGroup.first().name()).orElseThrow();
  }
}
