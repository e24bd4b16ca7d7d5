package io.walterfleet.app;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.ExitCode;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult.Ending;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the program returns: for a plan that is only shown, for drift, for a rollback. */
public final class ExitCodes {
  private ExitCodes() {}

  /**
   * The exit code.
   *
   * @param detailed whether something to do is told by the code
   * @param health of the machines that were asked
   */
  public static ExitCode exitCode(Plan plan, boolean detailed, Conditions health) {
    Set<ExitCode> codes = EnumSet.noneOf(ExitCode.class);
    plan.machines().forEach(machine -> codes.add(code(machine)));
    if (!detailed) {
      codes.remove(ExitCode.PENDING);
    }
    codes.add(exitCode(health));
    return ExitCode.of(codes);
  }

  /** The exit code of drift that is only shown; where the inventory moved on is no drift. */
  public static ExitCode exitCode(FleetDrift drift) {
    Set<ExitCode> codes = EnumSet.of(exitCode(drift.health()));
    drift.machines().stream()
        .filter(machine -> machine.verdict() != Verdict.CHANGE)
        .forEach(machine -> codes.add(code(machine.back())));
    return ExitCode.of(codes);
  }

  /** What health alone comes to: no green light where Walter was not seen to be well. */
  public static ExitCode exitCode(Conditions health) {
    return ExitCode.of(health.byMachine().values().stream().map(ExitCodes::code).toList());
  }

  /** The exit code of a rollback: whoever asked for a rollback and got it has no failure. */
  public static ExitCode exitCode(Undone undone, List<MachineResult> left) {
    Stream<ExitCode> hook =
        Stream.of(undone.ending() == Ending.HOOK ? ExitCode.FAILED : ExitCode.OK);
    Stream<ExitCode> begun = undone.results().stream().map(ExitCodes::code);
    Stream<ExitCode> rest = left.stream().map(ExitCodes::leftCode);
    return ExitCode.of(Stream.of(hook, begun, rest).flatMap(codes -> codes).toList());
  }

  /** Whatever could not be observed is unknown, here as in a plan. */
  private static ExitCode leftCode(MachineResult result) {
    return result.outcome() == Outcome.UNREACHABLE ? ExitCode.UNKNOWN : ExitCode.FAILED;
  }

  /** Only the budget or an interrupt skips a machine that somebody asked to roll back. */
  private static ExitCode code(MachineResult result) {
    return switch (result.outcome()) {
      case ROLLED_BACK -> ExitCode.OK;
      case SKIPPED -> RollbackRun.isBeyondBudget(result) ? ExitCode.BUDGET : ExitCode.INTERRUPTED;
      case IN_SYNC, APPLIED, PROVED, FAILED, MIGRATION_BLOCKED, STALE, LOCKED, UNREACHABLE ->
          result.outcome().exitCode();
    };
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
