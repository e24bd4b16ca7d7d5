package io.walterfleet.report;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Machines that ended alike in a run, for the same reason, so that it is said once.
 *
 * @param isUntouched true when nothing was begun on any of them, so that none has anything to look
 *     at
 */
record ResultGroup(Outcome outcome, ReasonAndFix why, List<String> names, boolean isUntouched) {
  /** From what needs no look to what needs one most. */
  static final List<Outcome> ORDER =
      List.of(
          Outcome.IN_SYNC,
          Outcome.APPLIED,
          Outcome.PROVED,
          Outcome.SKIPPED,
          Outcome.STALE,
          Outcome.LOCKED,
          Outcome.ROLLED_BACK,
          Outcome.UNREACHABLE,
          Outcome.MIGRATION_BLOCKED,
          Outcome.FAILED);

  ResultGroup {
    names = List.copyOf(names);
  }

  /** The groups with this outcome; a machine alone keeps its own words. */
  static List<ResultGroup> of(RunResult result, Outcome outcome, Detail detail) {
    UnaryOperator<String> address =
        name -> result.plan().of(name).map(MachinePlan::subject).orElseThrow().address();
    return of(result.machines(), address, outcome, detail);
  }

  /**
   * The same of a run without a plan.
   *
   * @param address of the machine of a name
   */
  static List<ResultGroup> of(
      List<MachineResult> results, UnaryOperator<String> address, Outcome outcome, Detail detail) {
    Map<ReasonAndFix, List<MachineResult>> groups = new LinkedHashMap<>();
    for (MachineResult machine : results) {
      if (machine.outcome() == outcome) {
        ReasonAndFix own = ReasonAndFix.of(machine);
        String name = machine.machine();
        ReasonAndFix why = detail == Detail.VERBOSE ? own : own.of(name, address.apply(name));
        groups.computeIfAbsent(why, key -> new ArrayList<>()).add(machine);
      }
    }
    List<ResultGroup> all = new ArrayList<>();
    groups.forEach((why, group) -> all.add(of(outcome, why, group)));
    return all;
  }

  private static ResultGroup of(Outcome outcome, ReasonAndFix why, List<MachineResult> group) {
    List<String> names = group.stream().map(MachineResult::machine).toList();
    return new ResultGroup(
        outcome,
        group.size() == 1 ? ReasonAndFix.of(group.get(0)) : why.grouped(names),
        names,
        group.stream().allMatch(MachineResult::isUntouched));
  }
}
