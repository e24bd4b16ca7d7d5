package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepReport;

/** Does one thing on a machine under its lock, which is not a step of a plan. */
final class LockedAct {
  private final MachineOperations operations;
  private final ConnectionPool connections;
  private final LockRequest lockRequest;
  private final Outcome done;

  /**
   * An act on machines.
   *
   * @param done what becomes of a machine on which it is done
   */
  LockedAct(
      MachineOperations operations,
      ConnectionPool connections,
      LockRequest lockRequest,
      Outcome done) {
    this.operations = operations;
    this.connections = connections;
    this.lockRequest = lockRequest;
    this.done = done;
  }

  /** What is done once the machine is locked. */
  interface Act {
    StepReport under(String token, MachineConnection machineConnection)
        throws RemoteException, InterruptedException;
  }

  /** Does it, and tells what became of the machine; the lock is released in any case. */
  MachineResult on(Machine machine, Act act) {
    try {
      return connections.containment().of(() -> locked(machine, act));
    } catch (RemoteException away) {
      return new MachineResult(machine.name(), Outcome.of(away), away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new MachineResult(machine.name(), Outcome.SKIPPED, "interrupted", "");
    } finally {
      connections.rest(machine);
    }
  }

  private MachineResult locked(Machine machine, Act act)
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
    StepReport report = act.under(token, machineConnection);
    machineConnection.leave(operations, token);
    return report.isDone()
        ? new MachineResult(machine.name(), done, report.detail(), "")
        : new MachineResult(machine.name(), Outcome.FAILED, report.detail(), report.fix());
  }
}
