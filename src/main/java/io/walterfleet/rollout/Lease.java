package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.health.Heartbeat;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.time.Duration;
import java.time.Instant;

/** Renews a machine's lock whenever a third of its lease has passed. */
final class Lease implements Heartbeat {
  private final Ports ports;
  private final Duration length;
  private final Machine machine;
  private final String token;
  private Instant renewed;

  Lease(Ports ports, Duration length, Machine machine, String token) {
    this.ports = ports;
    this.length = length;
    this.machine = machine;
    this.token = token;
    this.renewed = ports.time().clock().instant();
  }

  @Override
  public void beat(Connection connection) throws RemoteException, InterruptedException {
    Instant now = ports.time().clock().instant();
    if (Duration.between(renewed, now).compareTo(length.dividedBy(3)) > 0) {
      // a lock that is somebody else's now is noticed by the next step, which does nothing then
      ports.operations().renew(connection, machine, token);
      renewed = now;
    }
  }
}
