package io.walterfleet.health;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;

/** Asks through the connection, and with curl from the moment that the server forbids that. */
final class FallbackProbe implements Probe {
  private final Probe otherwise;
  private Probe current;

  FallbackProbe(Probe tunnel, Probe curl) {
    this.current = tunnel;
    this.otherwise = curl;
  }

  @Override
  public Answers ask() throws RemoteException, InterruptedException {
    try {
      return current.ask();
    } catch (RemoteException refused) {
      if (refused.kind() != Kind.FORWARDING_REFUSED || current.equals(otherwise)) {
        throw refused;
      }
      current = otherwise;
      return current.ask();
    }
  }
}
