package io.walterfleet.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for test machines, below those that the kernel gives to outgoing connections. */
public final class Ports {
  private static final int FIRST = 12_000;
  private static final int COUNT = 20_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % COUNT));

  private Ports() {}

  /** A port of loopback that nobody listens on, and that was not given before. */
  public static int free() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + NEXT.getAndIncrement() % COUNT;
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // somebody else's: the next one
      }
    }
    throw new IllegalStateException("no port of loopback is free");
  }
}
