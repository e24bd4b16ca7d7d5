package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.Gatekeeper;
import io.walterfleet.health.Health;
import io.walterfleet.health.Passage;
import io.walterfleet.health.Published;
import io.walterfleet.health.Pulse;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.testing.FakeFleet.FakeConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A gate that sees what the machine in memory is, and whom it was asked for. */
public final class FakeGatekeeper implements Gatekeeper {
  private final Map<String, Published> asked = new ConcurrentHashMap<>();

  /** How this machine was last asked for, by its published host. */
  public Optional<Published> asked(String host) {
    return Optional.ofNullable(asked.get(host));
  }

  @Override
  public Health ask(Connection connection, Published published, Gate gate) {
    throw new UnsupportedOperationException("a run waits at the gate");
  }

  @Override
  public Optional<Health.Unaskable> obstacle(Connection connection, Published published, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Fault> fault = ((FakeConnection) connection).machine().meet("knock");
    FakeMachine.answer(fault);
    return fault
        .filter(Fault.Fails.class::isInstance)
        .map(one -> new Health.Unaskable(((Fault.Fails) one).why(), "install curl"));
  }

  @Override
  public Passage await(Connection connection, Published published, Gate gate, Pulse pulse)
      throws RemoteException, InterruptedException {
    published.host().ifPresent(host -> asked.put(host, published));
    FakeMachine machine = ((FakeConnection) connection).machine();
    Optional<Fault> fault = machine.meet("gate");
    pulse.beat(connection);
    FakeMachine.answer(fault);
    if (fault.isPresent() && fault.get() instanceof Fault.Fails fails) {
      return new Passage.NotReady(fails.why(), "look at it");
    }
    return switch (machine.readiness()) {
      case READY -> new Passage.Healthy();
      case MIGRATION_BLOCKED -> new Passage.MigrationBlocked();
      case STARTING -> new Passage.NotReady("it answers 502", "look at its log");
    };
  }
}
