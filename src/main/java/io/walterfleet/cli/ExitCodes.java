package io.walterfleet.cli;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.ExitCode;
import java.util.EnumSet;
import java.util.Set;

/** What the program returns for a plan that is only shown. */
final class ExitCodes {
  private ExitCodes() {}

  /**
   * The exit code.
   *
   * @param detailed whether something to do is told by the code
   * @param health of the machines that were asked
   */
  static ExitCode exitCode(Plan plan, boolean detailed, Conditions health) {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    plan.machines().forEach(machine -> codes.add(code(machine)));
    if (!detailed) {
      codes.remove(ExitCode.PENDING);
    }
    codes.add(exitCode(health));
    return ExitCode.of(codes);
  }

  /** The exit code of drift that is only shown; where the inventory moved on is no drift. */
  static ExitCode exitCode(FleetDrift drift) {
    Set<ExitCode> codes = EnumSet.of(exitCode(drift.health()));
    drift.machines().stream()
        .filter(machine -> machine.verdict() != Verdict.CHANGE)
        .forEach(machine -> codes.add(code(machine.back())));
    return ExitCode.of(codes);
  }

  /** What health alone comes to: no green light where Walter was not seen to be well. */
  static ExitCode exitCode(Conditions health) {
    return ExitCode.of(health.byMachine().values().stream().map(ExitCodes::code).toList());
  }

  private static ExitCode code(Condition condition) {
    return switch (condition.state()) {
      // a machine that a run holds is locked by its verdict
      case READY, MAINTENANCE -> ExitCode.OK;
      case NOT_READY -> ExitCode.UNHEALTHY;
      case MIGRATION_BLOCKED -> ExitCode.MIGRATION_BLOCKED;
      case UNKNOWN -> ExitCode.UNKNOWN;
    };
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
