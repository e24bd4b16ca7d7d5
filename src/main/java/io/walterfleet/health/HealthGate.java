package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.util.Optional;

/** Asks a machine for its health, once or until it is good enough. */
public interface HealthGate {
  /** One answer, within a few seconds; changes nothing. */
  Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException, InterruptedException;

  /**
   * Why the machine could not be asked from where the gate says, whatever it runs; empty when it
   * could be. For a run to know before it changes anything; changes nothing itself.
   */
  Optional<Health.Unaskable> obstacle(
      Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException, InterruptedException;

  /**
   * Asks again and again until the machine stayed ready for long enough, is migration-blocked, or
   * the gate's timeout has passed.
   *
   * @param heartbeat beats between any two questions
   */
  GateResult await(
      Connection connection, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat)
      throws RemoteException, InterruptedException;
}
