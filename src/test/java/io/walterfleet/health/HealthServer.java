package io.walterfleet.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.walterfleet.testbed.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;

/** A Walter on loopback that answers as the vendor's table says, one state after the other. */
final class HealthServer implements AutoCloseable {
  private final HttpsServer https;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<State> states = new ArrayDeque<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** What a Walter can be like. */
  enum State {
    READY,
    BLOCKED,
    STARTING,
    HANGING
  }

  /** A server that is in each state for one question, and stays in the last. */
  HealthServer(Certificate certificate, State... states) throws Exception {
    this.states.addAll(List.of(states));
    https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(certificate.identity()));
    https.setExecutor(threads);
    https.createContext("/", this::answer);
    https.start();
  }

  int port() {
    return https.getAddress().getPort();
  }

  /** Each request: its path, its Host header, and the name asked for in TLS. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    closed.countDown();
    https.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
    String path = exchange.getRequestURI().toString();
    asked.add(
        path
            + " "
            + exchange.getRequestHeaders().getFirst("Host")
            + " "
            + session.getRequestedServerNames());
    try (exchange) {
      switch (state(path)) {
        case READY -> exchange.sendResponseHeaders(200, -1);
        case STARTING -> exchange.sendResponseHeaders(path.equals("/") ? 502 : 503, -1);
        case BLOCKED -> blocked(exchange, path);
        case HANGING -> hang();
      }
    }
  }

  private static void blocked(HttpExchange exchange, String path) throws IOException {
    if (path.equals("/")) {
      exchange.getResponseHeaders().add("Location", "/migration-required");
      exchange.sendResponseHeaders(302, -1);
    } else {
      exchange.sendResponseHeaders(path.equals("/health/live") ? 200 : 503, -1);
    }
  }

  private synchronized State state(String path) {
    boolean next = path.equals("/health/live") && !asked.isEmpty() && asked.size() > 1;
    if (next && states.size() > 1) {
      states.removeFirst();
    }
    return states.getFirst();
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
