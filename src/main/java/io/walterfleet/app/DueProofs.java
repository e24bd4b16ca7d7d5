package io.walterfleet.app;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ProofScope;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whose backups are to be proved after a run, as the inventory says. */
public final class DueProofs {
  private DueProofs() {}

  /**
   * The machines that the run changed after it had copied their volumes, in the order of its
   * batches; none where somebody interrupted it.
   */
  public static List<Machine> of(RunResult result, Fleet fleet) {
    ProofScope scope = fleet.operations().prove();
    if (scope == ProofScope.NEVER || result.ending() == RunResult.Ending.INTERRUPTED) {
      return List.of();
    }
    Set<String> applied =
        result.machines().stream()
            .filter(one -> one.outcome() == Outcome.APPLIED)
            .map(MachineResult::machine)
            .collect(Collectors.toSet());
    Set<String> backedUp =
        result.plan().machines().stream()
            .filter(DueProofs::isBackedUp)
            .map(MachinePlan::name)
            .collect(Collectors.toSet());
    Map<String, Machine> machines =
        fleet.machines().stream().collect(Collectors.toMap(Machine::name, Function.identity()));
    return result.plan().batches().all().stream()
        .flatMap(batch -> batch.machines().stream())
        .filter(name -> applied.contains(name) && backedUp.contains(name))
        .flatMap(name -> Optional.ofNullable(machines.get(name)).stream())
        .limit(scope == ProofScope.ONE ? 1 : Integer.MAX_VALUE)
        .toList();
  }

  private static boolean isBackedUp(MachinePlan machine) {
    return machine.steps().contains(StepKind.BACKUP)
        && machine.goal().map(Goal::backup).filter(BackupKind.VOLUMES::equals).isPresent();
  }
}
