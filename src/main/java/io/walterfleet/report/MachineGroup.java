package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.format.NameRanges;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Change;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Machines of which a plan says the same, so that it is said once.
 *
 * <p>Two machines are alike when nothing differs but what names them: the name, the address, and
 * the host name under which they are published.
 */
record MachineGroup(List<MachinePlan> machines) {
  MachineGroup {
    machines = List.copyOf(machines);
  }

  /** What must be the same. */
  private record Likeness(
      Verdict verdict,
      ReasonAndFix why,
      List<Change> changes,
      List<StepKind> steps,
      Optional<Goal> goal) {}

  /** The groups in the order of their first machines; each machine by itself if asked for. */
  static List<MachineGroup> groups(List<MachinePlan> machines, Detail detail) {
    if (detail == Detail.VERBOSE) {
      return machines.stream().map(machine -> new MachineGroup(List.of(machine))).toList();
    }
    Map<Likeness, List<MachinePlan>> groups = new LinkedHashMap<>();
    for (MachinePlan machine : machines) {
      groups.computeIfAbsent(likeness(machine), key -> new ArrayList<>()).add(machine);
    }
    return groups.values().stream().map(MachineGroup::new).toList();
  }

  /** What makes machines alike in drift beside what a plan says of them. */
  private record DriftLikeness(Install.Files files, List<Change> wanted) {}

  /** The groups of the machines that drift gives this verdict. */
  static List<MachineGroup> groups(FleetDrift drift, Verdict verdict, Detail detail) {
    Map<MachinePlan, DriftLikeness> sides = new LinkedHashMap<>();
    for (Drift one : drift.machines()) {
      if (one.verdict() == verdict) {
        sides.put(
            verdict == Verdict.CHANGE ? one.intended() : one.back(),
            new DriftLikeness(one.files(), one.wanted()));
      }
    }
    return groups(List.copyOf(sides.keySet()), detail).stream()
        .flatMap(machineGroup -> machineGroup.apart(sides).stream())
        .toList();
  }

  private List<MachineGroup> apart(Map<MachinePlan, DriftLikeness> sides) {
    Map<Optional<DriftLikeness>, List<MachinePlan>> groups = new LinkedHashMap<>();
    for (MachinePlan machine : machines) {
      groups
          .computeIfAbsent(Optional.ofNullable(sides.get(machine)), key -> new ArrayList<>())
          .add(machine);
    }
    return groups.values().stream().map(MachineGroup::new).toList();
  }

  /** One of them, which speaks for all. */
  MachinePlan first() {
    return machines.get(0);
  }

  /** How many machines, unless it is one, and their names. */
  String title() {
    return (machines.size() == 1 ? "" : Plural.machines(machines.size()) + ": ")
        + Controls.escaped(names());
  }

  /** Their names, as they came from the inventory. */
  String names() {
    return NameRanges.shortened(machines.stream().map(MachinePlan::name).toList());
  }

  /** The reason and the fix, which name the machine only where it is alone. */
  ReasonAndFix why() {
    ReasonAndFix own = ReasonAndFix.of(first());
    return machines.size() == 1
        ? own
        : own.of(first().name(), first().subject().address())
            .grouped(machines.stream().map(MachinePlan::name).toList());
  }

  /** Each change as a sentence; values that differ from machine to machine are listed. */
  String sentence(Change change) {
    String from = Controls.escaped(value(change, Change::from));
    return (from.isEmpty() ? "(none)" : from)
        + " -> "
        + Controls.escaped(value(change, Change::to));
  }

  /** What a change begins with, or leads to, on all of them; empty when they have nothing there. */
  String value(Change change, Function<Change, String> side) {
    List<String> values =
        machines.stream()
            .flatMap(machine -> machine.changes().stream())
            .filter(one -> one.field() == change.field())
            .map(side)
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
    return NameRanges.shortened(values);
  }

  private static Likeness likeness(MachinePlan machine) {
    return new Likeness(
        machine.verdict(),
        ReasonAndFix.of(machine).of(machine.name(), machine.subject().address()),
        machine.changes().stream().map(MachineGroup::withoutHost).toList(),
        machine.steps(),
        machine.goal().map(MachineGroup::withoutHost));
  }

  private static Change withoutHost(Change change) {
    return change.field() == Field.HOST
        ? new Change(Field.HOST, change.from().isEmpty() ? "" : "*", "*", change.cause())
        : change;
  }

  private static Goal withoutHost(Goal goal) {
    return new Goal(
        goal.image(),
        goal.digest(),
        goal.bundle(),
        goal.publication().without(ManagedKey.HOST),
        goal.backup());
  }
}
