package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepReport;
import java.util.List;

/** Removes old backups on machines, under their locks; never the one that the release came from. */
public final class BackupPruner {
  private final MachineOperations operations;
  private final ConnectionPool connections;
  private final LockRequest lockRequest;

  /** A keeper of the backups. */
  public BackupPruner(
      MachineOperations operations, ConnectionPool connections, LockRequest lockRequest) {
    this.operations = operations;
    this.connections = connections;
    this.lockRequest = lockRequest;
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
    try {
      return connections.containment().of(() -> pruned(machine, keep));
    } catch (RemoteException away) {
      return new MachineResult(machine.name(), Outcome.of(away), away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new MachineResult(machine.name(), Outcome.SKIPPED, "interrupted", "");
    } finally {
      connections.rest(machine);
    }
  }

  private MachineResult pruned(Machine machine, int keep)
      throws RemoteException, InterruptedException {
    MachineConnection machineConnection = connections.to(machine);
    LockResult locked =
        machineConnection.once(connection -> operations.enter(connection, machine, lockRequest));
    if (locked instanceof LockResult.Held held) {
      return new MachineResult(
          machine.name(), Outcome.LOCKED, held.lock().held(), held.lock().fix(machine));
    }
    if (locked instanceof LockResult.Failed failed) {
      return MachineResult.untouched(machine.name(), Outcome.FAILED, failed.reason(), failed.fix());
    }
    String token = ((LockResult.Granted) locked).token();
    StepReport report =
        machineConnection.once(connection -> operations.prune(connection, machine, token, keep));
    machineConnection.leave(operations, token);
    return report.isDone()
        ? MachineResult.of(machine.name(), Outcome.APPLIED)
        : new MachineResult(machine.name(), Outcome.FAILED, report.detail(), report.fix());
  }
}
