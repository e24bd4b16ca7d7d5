package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.MachineOperations;
import java.util.List;

/** Removes old backups on machines, under their locks; never the one that the release came from. */
public final class BackupPruner {
  private final MachineOperations operations;
  private final LockedAct lockedAct;

  /** A keeper of the backups. */
  public BackupPruner(
      MachineOperations operations, ConnectionPool connections, LockRequest lockRequest) {
    this.operations = operations;
    this.lockedAct = new LockedAct(operations, connections, lockRequest, Outcome.APPLIED);
  }

  /**
   * Leaves so many backups on each machine.
   *
   * @param forks how many machines at a time
   */
  public List<MachineResult> prune(List<Machine> machines, int keep, int forks)
      throws InterruptedException {
    return Parallel.map(machines, forks, machine -> prune(machine, keep));
  }

  private MachineResult prune(Machine machine, int keep) {
    return lockedAct.on(
        machine,
        (token, machineConnection) ->
            machineConnection.once(
                connection -> operations.prune(connection, machine, token, keep)));
  }
}
