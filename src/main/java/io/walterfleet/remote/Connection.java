package io.walterfleet.remote;

import java.time.Duration;

/** An open, authenticated connection to one machine; used by one thread at a time. */
public interface Connection extends AutoCloseable {
  /**
   * Runs a program on the machine and waits for its end.
   *
   * @param deadline how long it may take altogether
   * @throws RemoteException when the connection broke, the deadline passed, or the exit status
   *     never came; what the program did until then is unknown
   */
  Reply run(Program program, Duration deadline) throws RemoteException, InterruptedException;

  /**
   * Opens a byte stream to a port, as seen from the machine.
   *
   * @param host mostly {@code 127.0.0.1}
   * @param deadline for opening it, and for each later read on it
   * @throws RemoteException with {@link RemoteException.Kind#FORWARDING_REFUSED} when the server
   *     forbids forwarding, {@link RemoteException.Kind#PORT_CLOSED} when nothing listens there
   */
  Tunnel tunnel(String host, int port, Duration deadline)
      throws RemoteException, InterruptedException;

  /** Ends the connection; never throws, and may be called twice. */
  @Override
  void close();
}
