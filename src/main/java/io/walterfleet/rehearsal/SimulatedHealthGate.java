package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.GatePoller;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.util.Optional;

/** Waits at the gate of machines in memory as one waits at any gate. */
final class SimulatedHealthGate implements HealthGate {
  private final GatePoller gatePoller;

  SimulatedHealthGate(VirtualTime time) {
    this.gatePoller = new GatePoller(time, time);
  }

  @Override
  public Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException {
    return SimulatedRemote.machine(connection).health();
  }

  @Override
  public Optional<Health.Unaskable> obstacle(
      Connection connection, PublishedAddress publishedAddress, Gate gate) {
    return Optional.empty();
  }

  @Override
  public GateResult await(
      Connection connection, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat)
      throws RemoteException, InterruptedException {
    Reachability reachability = SimulatedRemote.machine(connection).reachability();
    if (reachability.isRebootedBy(StepKind.GATE)) {
      reachability.reboot(gate.interval());
    }
    reachability.meet(StepKind.GATE, gate.interval());
    return gatePoller.keep(
        gate, () -> ask(connection, publishedAddress, gate), heartbeat, connection);
  }
}
