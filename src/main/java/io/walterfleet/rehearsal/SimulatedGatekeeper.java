package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.Gatekeeper;
import io.walterfleet.health.Health;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.health.Pulse;
import io.walterfleet.health.Vigil;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.util.Optional;

/** Waits at the gate of machines in memory as one waits at any gate. */
final class SimulatedGatekeeper implements Gatekeeper {
  private final Vigil vigil;

  SimulatedGatekeeper(VirtualTime time) {
    this.vigil = new Vigil(time, time);
  }

  @Override
  public Health ask(Connection connection, Published published, Gate gate) throws RemoteException {
    return SimulatedRemote.machine(connection).health();
  }

  @Override
  public Optional<Health.Unaskable> obstacle(
      Connection connection, Published published, Gate gate) {
    return Optional.empty();
  }

  @Override
  public Passage await(Connection connection, Published published, Gate gate, Pulse pulse)
      throws RemoteException, InterruptedException {
    Reach reach = SimulatedRemote.machine(connection).reach();
    if (reach.isRebootedBy(StepKind.GATE)) {
      reach.reboot(gate.interval());
    }
    reach.meet(StepKind.GATE, gate.interval());
    return vigil.keep(gate, () -> ask(connection, published, gate), pulse, connection);
  }
}
