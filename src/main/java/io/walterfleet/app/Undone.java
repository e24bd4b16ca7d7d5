package io.walterfleet.app;

import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult.Ending;
import java.util.List;

/**
 * What a rollback came to.
 *
 * @param results of the machines that could go back
 * @param ending unless the failure budget was spent, which the results tell
 */
public record Undone(List<MachineResult> results, Ending ending) {
  public Undone {
    results = List.copyOf(results);
  }

  /** The end of this run. */
  static Undone of(List<MachineResult> results, RollbackRun run, Interrupt interrupt) {
    Ending otherwise = run.isCutByHook() ? Ending.HOOK : Ending.COMPLETE;
    return new Undone(results, interrupt.isRequested() ? Ending.INTERRUPTED : otherwise);
  }
}
