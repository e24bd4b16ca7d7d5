package io.walterfleet.cli;

import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.Set;

/** What the program returns for a plan that is only shown. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The exit code.
   *
   * @param detailed whether something to do is told by the code
   * @param migrationBlocked whether a machine was found so
   */
  static ExitCode exitCode(Plan plan, boolean detailed, boolean migrationBlocked) {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    plan.machines().forEach(machine -> codes.add(code(machine)));
    if (!detailed) {
      codes.remove(ExitCode.PENDING);
    }
    if (migrationBlocked) {
      codes.add(ExitCode.MIGRATION_BLOCKED);
    }
    return ExitCode.of(codes);
  }

  /** The exit code of drift that is only shown; where the inventory moved on is no drift. */
  static ExitCode exitCode(FleetDrift drift) {
    return ExitCode.of(
        drift.machines().stream()
            .filter(machine -> machine.verdict() != Verdict.CHANGE)
            .map(machine -> code(machine.back()))
            .toList());
  }

  private static ExitCode code(MachinePlan machine) {
    Verdict verdict = machine.verdict();
    return switch (verdict) {
      case IN_SYNC -> ExitCode.OK;
      case CHANGE, DRIFT -> ExitCode.PENDING;
      case BLOCKED -> machine.judgement().isLocked() ? ExitCode.LOCKED : ExitCode.BLOCKED;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
  }
}
