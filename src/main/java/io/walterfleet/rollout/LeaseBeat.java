package io.walterfleet.rollout;

import io.walterfleet.remote.RemoteException;
import java.time.Duration;
import java.time.Instant;

/** Keeps a machine's lock while something else than a step goes on. */
final class LeaseBeat implements HookCalls.Beat {
  private final Ports ports;
  private final MachineConnection machineConnection;
  private final String token;
  private final Duration pause;
  private Instant last;

  /** Renews whenever a third of the lease has passed. */
  LeaseBeat(Ports ports, MachineConnection machineConnection, String token, Duration lease) {
    this.ports = ports;
    this.machineConnection = machineConnection;
    this.token = token;
    this.pause = lease.dividedBy(3);
    this.last = ports.time().clock().instant();
  }

  @Override
  public void beat() throws InterruptedException {
    Instant now = ports.time().clock().instant();
    if (Duration.between(last, now).compareTo(pause) <= 0) {
      return;
    }
    last = now;
    try {
      machineConnection.once(
          connection -> {
            ports.operations().renew(connection, machineConnection.machine(), token);
            return token;
          });
    } catch (RemoteException away) {
      // the next step hears of it, and of a lock that is somebody else's now
    }
  }
}
