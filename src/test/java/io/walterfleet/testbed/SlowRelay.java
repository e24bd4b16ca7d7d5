package io.walterfleet.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A far server: passes connections on, each byte after a delay, and counts how often the client
 * spoke again after it had heard something; so one client is to use it at a time.
 */
public final class SlowRelay implements AutoCloseable {
  private final InetSocketAddress target;
  private final long delay;
  private final ServerSocket listener;
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1);
  private int flights;
  private boolean heard = true;

  /**
   * A relay that waits for clients.
   *
   * @param delay one way, in milliseconds
   */
  public SlowRelay(InetSocketAddress target, long delay) throws IOException {
    this.target = target;
    this.delay = delay;
    this.listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where it waits, on loopback. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many times the client spoke; what it sends without having heard more is one time. */
  public synchronized int flights() {
    return flights;
  }

  private void accept() {
    try {
      while (true) {
        join(listener.accept(), new Socket());
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void join(Socket client, Socket server) throws IOException {
    sockets.add(client);
    sockets.add(server);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    server.connect(target);
    start(() -> pump(client, server, this::spoke, () -> {}));
    start(() -> pump(server, client, () -> {}, this::told));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a byte that is not passed is missed by the test
  private void pump(Socket from, Socket to, Runnable whenRead, Runnable whenPassed) {
    byte[] buffer = new byte[65536];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        whenRead.run();
        byte[] chunk = Arrays.copyOf(buffer, count);
        clock.schedule(() -> pass(chunk, to, whenPassed), delay, TimeUnit.MILLISECONDS);
      }
    } catch (IOException | RejectedExecutionException e) {
      // the test is over
    }
  }

  private static synchronized void pass(byte[] chunk, Socket to, Runnable whenPassed) {
    try {
      OutputStream out = to.getOutputStream();
      whenPassed.run();
      out.write(chunk);
    } catch (IOException e) {
      // one side has gone
    }
  }

  private synchronized void spoke() {
    flights += heard ? 1 : 0;
    heard = false;
  }

  private synchronized void told() {
    heard = true;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "slow relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    listener.close();
    for (Socket socket : List.copyOf(sockets)) {
      socket.close();
    }
  }
}
