package io.walterfleet.rollout;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;

/** What it takes to change a machine and to see that it is healthy after that. */
record ChangePorts(Ports ports, EventPublisher events, LockRequest lockRequest, Gate gate) {
  /** Locks the machine, or takes up the lock that this request holds, and reads it. */
  LockResult enter(MachineConnection machineConnection)
      throws RemoteException, InterruptedException {
    return machineConnection.untilHeard(
        connection ->
            ports.operations().enter(connection, machineConnection.machine(), lockRequest));
  }

  /** Waits at the gate, and keeps the machine's lock meanwhile. */
  GateResult pass(
      MachineConnection machineConnection, PublishedAddress publishedAddress, String token)
      throws RemoteException, InterruptedException {
    Machine machine = machineConnection.machine();
    Lease lease = new Lease(ports, machineConnection, token, lockRequest.lease());
    EventPublisher.Step waiting = events.begin(machine.name(), StepKind.GATE.word());
    GateResult passed;
    try {
      passed =
          machineConnection.untilHeard(
              connection -> ports.healthGate().await(connection, publishedAddress, gate, lease));
      if (passed instanceof GateResult.Healthy) {
        passed = new GateChecks(ports, gate, machineConnection, publishedAddress).await(lease);
      }
    } catch (RemoteException away) {
      if (away.kind() != Kind.UNHANDLED) {
        throw away;
      }
      // what nobody foresaw at the gate is no health: the release may be what makes it so
      passed = new GateResult.NotReady(away.reason(), away.fix());
    }
    waiting.ended(report(passed));
    return passed;
  }

  private static StepReport report(GateResult gateResult) {
    if (gateResult instanceof GateResult.NotReady late) {
      return new StepReport(Result.FAILED, late.reason(), late.fix());
    }
    return gateResult instanceof GateResult.Healthy
        ? new StepReport(Result.ALREADY, "healthy", "")
        : new StepReport(Result.FAILED, "migration-blocked", "");
  }
}
