package io.walterfleet.health;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;

/** Something to do between two questions at the gate, such as keeping a lock. */
@FunctionalInterface
public interface Heartbeat {
  /** Called once between any two questions. */
  void beat(Connection connection) throws RemoteException, InterruptedException;
}
