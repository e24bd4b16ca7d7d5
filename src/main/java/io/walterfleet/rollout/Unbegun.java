package io.walterfleet.rollout;

import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Interrupt.Closure;
import io.walterfleet.rollout.RunResult.Ending;
import java.util.List;
import java.util.function.Predicate;

/** Why machines were not begun: what stopped the run first is said first. */
record Unbegun(Interrupt interrupt, BatchHooks hooks, WaveProgress progress, Admission admission) {
  /** The result of a machine on which the plan has nothing to do, or may not do it. */
  static MachineResult withoutAct(MachinePlan plan) {
    if (plan.verdict() == Verdict.IN_SYNC) {
      return MachineResult.of(plan.name(), Outcome.IN_SYNC);
    }
    return new MachineResult(
        plan.name(),
        plan.judgement().isLocked() ? Outcome.LOCKED : Outcome.SKIPPED,
        plan.verdict().word() + ": " + plan.judgement().reason(),
        plan.judgement().fix());
  }

  /**
   * The result of a machine that had no turn.
   *
   * @param isSpent whether more have failed than the budget bears
   * @param isDone tells of a machine whether it is as planned by now
   */
  MachineResult withoutTurn(
      MachinePlan plan, boolean isSpent, List<Batch> batches, Predicate<String> isDone) {
    Closure why = why(plan.name(), isSpent, batches, isDone);
    return new MachineResult(plan.name(), Outcome.SKIPPED, why.reason(), why.fix());
  }

  /** The end of a run that left these; any other reason to end comes before it. */
  Ending ending(List<MachinePlan> left) {
    if (progress.isSick()) {
      return Ending.UNHEALTHY;
    }
    if (progress.isUnsure()) {
      return Ending.HOLD;
    }
    if (left.isEmpty()) {
      return Ending.COMPLETE;
    }
    boolean holds = left.stream().allMatch(plan -> progress.holds(plan.name()));
    if (holds && progress.isAsFarAsAsked()) {
      return Ending.COMPLETE;
    }
    return holds ? Ending.HOLD : Ending.CLOSED;
  }

  private Closure why(String name, boolean isSpent, List<Batch> batches, Predicate<String> isDone) {
    if (interrupt.isRequested()) {
      return new Closure("interrupted before its turn", "");
    }
    if (progress.isSick()) {
      return progress.whySick();
    }
    if (isSpent) {
      return new Closure("the failure budget was spent before its turn", "");
    }
    if (hooks.isCut()) {
      return new Closure(hooks.reason() + " (not begun; nothing was changed)", hooks.fix());
    }
    return progress.holds(name) ? progress.why(isDone) : admission.why(name, batches);
  }
}
