package io.walterfleet.report;

import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change;
import io.walterfleet.report.MarkdownDocument.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Machines that are alike, as rows of a comment. */
final class GroupsMarkdown {
  private GroupsMarkdown() {}

  /** A table of those that nothing is done about, with why and what would help. */
  static void still(Stream<MachineGroup> groups, String title, MarkdownDocument document) {
    List<Row> rows =
        groups
            .map(
                machineGroup ->
                    row(
                        machineGroup,
                        Markdown.prose(machineGroup.why().reason()),
                        Markdown.prose(machineGroup.why().fix())))
            .toList();
    document.machines(title, List.of("machines", "why", "fix"), rows);
  }

  /** A row that begins with the machines. */
  static Row row(MachineGroup machineGroup, String... cells) {
    List<String> all = new ArrayList<>(List.of(machines(machineGroup)));
    all.addAll(List.of(cells));
    return new Row(machineGroup.machines().size(), all);
  }

  /** How many they are, and which. */
  static String machines(MachineGroup machineGroup) {
    int number = machineGroup.machines().size();
    return (number == 1 ? "" : Plural.machines(number) + ": ")
        + Markdown.code(machineGroup.names());
  }

  /** What differs, from and to. */
  static String change(MachineGroup machineGroup, Change change) {
    String from = Markdown.code(machineGroup.value(change, Change::from));
    return change.field().word()
        + " "
        + (from.isEmpty() ? "(none)" : from)
        + " → "
        + Markdown.code(machineGroup.value(change, Change::to));
  }
}
