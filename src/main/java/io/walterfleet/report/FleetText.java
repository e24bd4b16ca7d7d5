package io.walterfleet.report;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.format.Plural;
import java.util.List;

/** What the inventory says of its machines, for people. */
public final class FleetText {
  private static final List<String> HEADINGS =
      List.of("MACHINE", "GROUP", "ADDRESS", "RELEASE", "MODE", "HOST");

  private FleetText() {}

  /** A row a machine where that much is asked for, and the closing line. */
  public static String of(Fleet fleet, Style style, Detail detail) {
    List<Machine> machines = fleet.machines();
    TextBuilder textBuilder = new TextBuilder();
    if (detail == Detail.VERBOSE) {
      Table.of(HEADINGS, machines.stream().map(FleetText::row).toList())
          .write(textBuilder, style)
          .gap();
    }
    return textBuilder
        .line(
            "valid: fleet "
                + fleet.name()
                + ", "
                + Plural.machines(machines.size())
                + " in "
                + Plural.of(fleet.groups(), "group")
                + "; no machine was contacted")
        .text();
  }

  private static List<String> row(Machine machine) {
    return List.of(
        machine.name(),
        machine.group(),
        machine.ssh().address(),
        machine.desired().target().word(),
        machine.desired().publication().mode().map(Mode::word).orElse("-"),
        machine.desired().publication().host().orElse("-"));
  }
}
