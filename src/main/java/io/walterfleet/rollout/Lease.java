package io.walterfleet.rollout;

import io.walterfleet.health.Heartbeat;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.time.Duration;
import java.time.Instant;

/** Keeps a machine's lock while something else than a step goes on, at a gate or in a hook. */
final class Lease implements Heartbeat, HookCalls.Beat {
  private final Ports ports;
  private final MachineConnection machineConnection;
  private final String token;
  private final Duration pause;
  private Instant renewed;

  /** Renews whenever a third of this length has passed. */
  Lease(Ports ports, MachineConnection machineConnection, String token, Duration length) {
    this.ports = ports;
    this.machineConnection = machineConnection;
    this.token = token;
    this.pause = length.dividedBy(3);
    this.renewed = now();
  }

  @Override
  public void beat(Connection connection) throws RemoteException, InterruptedException {
    Instant now = now();
    if (Duration.between(renewed, now).compareTo(pause) > 0) {
      // a lock that is somebody else's now is noticed by the next step, which does nothing then
      ports.operations().renew(connection, machineConnection.machine(), token);
      renewed = now;
    }
  }

  @Override
  public void beat() throws InterruptedException {
    Instant now = now();
    if (Duration.between(renewed, now).compareTo(pause) > 0) {
      renewed = now;
      try {
        machineConnection.once(
            connection -> ports.operations().renew(connection, machineConnection.machine(), token));
      } catch (RemoteException away) {
        // the next step hears of it, and of a lock that is somebody else's now
      }
    }
  }

  private Instant now() {
    return ports.time().clock().instant();
  }
}
