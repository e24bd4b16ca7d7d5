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

/** Machines that ended alike in a run, for the same reason, so that it is said once. */
record AlikeResults(Outcome outcome, Why why, List<String> names) {
  /** From what needs no look to what needs one most. */
  static final List<Outcome> ORDER =
      List.of(
          Outcome.IN_SYNC,
          Outcome.APPLIED,
          Outcome.SKIPPED,
          Outcome.STALE,
          Outcome.LOCKED,
          Outcome.ROLLED_BACK,
          Outcome.UNREACHABLE,
          Outcome.MIGRATION_BLOCKED,
          Outcome.FAILED);

  AlikeResults {
    names = List.copyOf(names);
  }

  /** The groups with this outcome; a machine alone keeps its own words. */
  static List<AlikeResults> of(RunResult result, Outcome outcome, Detail detail) {
    UnaryOperator<String> address =
        name -> result.plan().of(name).map(MachinePlan::subject).orElseThrow().address();
    return of(result.machines(), address, outcome, detail);
  }

  /**
   * The same of a run without a plan.
   *
   * @param address of the machine of a name
   */
  static List<AlikeResults> of(
      List<MachineResult> results, UnaryOperator<String> address, Outcome outcome, Detail detail) {
    Map<Why, List<MachineResult>> groups = new LinkedHashMap<>();
    for (MachineResult machine : results) {
      if (machine.outcome() == outcome) {
        Why own = Why.of(machine);
        String name = machine.machine();
        Why why = detail == Detail.VERBOSE ? own : own.of(name, address.apply(name));
        groups.computeIfAbsent(why, key -> new ArrayList<>()).add(machine);
      }
    }
    List<AlikeResults> all = new ArrayList<>();
    groups.forEach((why, group) -> all.add(of(outcome, why, group)));
    return all;
  }

  private static AlikeResults of(Outcome outcome, Why why, List<MachineResult> group) {
    List<String> names = group.stream().map(MachineResult::machine).toList();
    return new AlikeResults(
        outcome, group.size() == 1 ? Why.of(group.get(0)) : why.grouped(names), names);
  }
}
