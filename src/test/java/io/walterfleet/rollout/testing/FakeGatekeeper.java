package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.testing.FakeFleet.FakeConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A gate that sees what the machine in memory is, and whom it was asked for. */
public final class FakeGatekeeper implements HealthGate {
  private final Map<String, PublishedAddress> asked = new ConcurrentHashMap<>();

  /** How this machine was last asked for, by its published host. */
  public Optional<PublishedAddress> asked(String host) {
    return Optional.ofNullable(asked.get(host));
  }

  @Override
  public Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException {
    FakeMachine machine = ((FakeConnection) connection).machine();
    Optional<Fault> fault = machine.meet("ask");
    FakeMachine.answer(fault);
    if (fault.isPresent() && fault.get() instanceof Fault.Fails fails) {
      return new Health.Unaskable(fails.why(), "");
    }
    if (fault.isPresent() && fault.get() instanceof Fault.DoesNothing) {
      return new Health.Starting("it did not answer in time");
    }
    if (machine.isSick()) {
      return new Health.Starting("/health/ready answered 503");
    }
    return switch (machine.readiness()) {
      case READY -> new Health.Ready();
      case MIGRATION_BLOCKED -> new Health.MigrationBlocked();
      case STARTING -> new Health.Starting("it answers 502");
    };
  }

  @Override
  public Optional<Health.Unaskable> obstacle(
      Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Fault> fault = ((FakeConnection) connection).machine().meet("knock");
    FakeMachine.answer(fault);
    return fault
        .filter(Fault.Fails.class::isInstance)
        .map(one -> new Health.Unaskable(((Fault.Fails) one).why(), "install curl"));
  }

  @Override
  public GateResult await(
      Connection connection, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat)
      throws RemoteException, InterruptedException {
    publishedAddress.host().ifPresent(host -> asked.put(host, publishedAddress));
    FakeMachine machine = ((FakeConnection) connection).machine();
    Optional<Fault> fault = machine.meet("gate");
    heartbeat.beat(connection);
    FakeMachine.answer(fault);
    if (fault.isPresent() && fault.get() instanceof Fault.Fails fails) {
      return new GateResult.NotReady(fails.why(), "look at it");
    }
    return switch (machine.readiness()) {
      case READY -> new GateResult.Healthy();
      case MIGRATION_BLOCKED -> new GateResult.MigrationBlocked();
      case STARTING -> new GateResult.NotReady("it answers 502", "look at its log");
    };
  }
}
