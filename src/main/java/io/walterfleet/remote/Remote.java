package io.walterfleet.remote;

import io.walterfleet.fleet.Machine;

/** Opens connections to machines; one implementation speaks SSH, others are fakes for tests. */
public interface Remote {
  /**
   * Connects and logs in, within the machine's connect timeout; retries what is worth retrying.
   *
   * @throws RemoteException when that did not succeed; nothing was run on the machine
   */
  Connection open(Machine machine) throws RemoteException, InterruptedException;
}
