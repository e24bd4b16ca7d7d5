package io.walterfleet.rollout;

import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a run ended.
 *
 * @param machines every machine of the plan, in the plan's order
 */
public record RunResult(
    String run, Plan plan, List<MachineResult> machines, Ending ending, Duration took) {
  public RunResult {
    machines = List.copyOf(machines);
  }

  /** Why the run ended. */
  public enum Ending {
    /** Every machine that was asked for had its turn, also where the budget was spent by then. */
    COMPLETE,
    /** More machines failed than the budget bears, and something was left undone for that. */
    BUDGET,
    /** Somebody interrupted it before everything was done. */
    INTERRUPTED,
    /** The maintenance window closed before every machine had begun. */
    CLOSED,
    /** A wave holds or soaks before all that was asked for is done. */
    HOLD,
    /** Walter is not well on a machine that an earlier run of the plan changed. */
    UNHEALTHY,
    /** A hook of the run or of a batch failed; what had not begun by then was left undone. */
    HOOK;

    /** The word in events. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How many machines have each outcome; those with none are left out. */
  public Map<Outcome, Integer> counts() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    machines.forEach(one -> counts.merge(one.outcome(), 1, Integer::sum));
    return counts;
  }

  /** What the program returns for this run. */
  public ExitCode exitCode() {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    if (ending == Ending.INTERRUPTED) {
      codes.add(ExitCode.INTERRUPTED);
    }
    if (ending == Ending.BUDGET || ending == Ending.UNHEALTHY) {
      codes.add(ExitCode.BUDGET);
    }
    if (ending == Ending.CLOSED || ending == Ending.HOLD) {
      codes.add(ExitCode.ON_HOLD);
    }
    if (ending == Ending.HOOK) {
      codes.add(ExitCode.FAILED);
    }
    machines.forEach(one -> codes.add(one.outcome().exitCode()));
    plan.machines().stream()
        .filter(machine -> machine.verdict() == Verdict.UNKNOWN)
        .forEach(unknown -> codes.add(ExitCode.UNKNOWN));
    plan.machines().stream()
        .filter(machine -> machine.verdict() == Verdict.BLOCKED)
        .filter(machine -> !machine.judgement().isLocked())
        .forEach(blocked -> codes.add(ExitCode.BLOCKED));
    return ExitCode.of(codes);
  }
}
