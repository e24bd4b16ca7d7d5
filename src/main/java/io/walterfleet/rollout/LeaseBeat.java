package io.walterfleet.rollout;

import io.walterfleet.remote.RemoteException;
import java.time.Duration;
import java.time.Instant;

/** Keeps a machine's lock while something else than a step goes on. */
final class LeaseBeat implements HookCalls.Beat {
  private final Crew crew;
  private final Link link;
  private final String token;
  private final Duration pause;
  private Instant last;

  /** Renews whenever a third of the lease has passed. */
  LeaseBeat(Crew crew, Link link, String token, Duration lease) {
    this.crew = crew;
    this.link = link;
    this.token = token;
    this.pause = lease.dividedBy(3);
    this.last = crew.time().clock().instant();
  }

  @Override
  public void beat() throws InterruptedException {
    Instant now = crew.time().clock().instant();
    if (Duration.between(last, now).compareTo(pause) <= 0) {
      return;
    }
    last = now;
    try {
      link.once(
          connection -> {
            crew.work().renew(connection, link.machine(), token);
            return token;
          });
    } catch (RemoteException away) {
      // the next step hears of it, and of a lock that is somebody else's now
    }
  }
}
