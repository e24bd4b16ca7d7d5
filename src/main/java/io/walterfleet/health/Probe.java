package io.walterfleet.health;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.time.Duration;

/** A way to ask a Walter. */
interface Probe {
  /** How long one question may take. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Asks all three questions; where the first finds no live Walter, that is the whole answer.
   *
   * @throws RemoteException when the connection to the machine is of no use for this
   */
  Answers ask() throws RemoteException, InterruptedException;

  /** Asks, and says what the answers mean. */
  default Health health() throws RemoteException, InterruptedException {
    try {
      return ask().health();
    } catch (RemoteException refused) {
      if (refused.kind() == Kind.FORWARDING_REFUSED) {
        return new Health.Unaskable(refused.reason(), refused.fix());
      }
      throw refused;
    }
  }
}
