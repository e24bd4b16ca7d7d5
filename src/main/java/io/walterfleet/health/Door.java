package io.walterfleet.health;

import io.walterfleet.remote.RemoteException;
import java.time.Duration;

/** A way to ask a Walter. */
interface Door {
  /** How long one question may take. */
  Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Asks all three questions; when the first finds nobody, the others are not asked.
   *
   * @throws RemoteException when the connection to the machine is of no use for this
   */
  Answers ask() throws RemoteException, InterruptedException;
}
