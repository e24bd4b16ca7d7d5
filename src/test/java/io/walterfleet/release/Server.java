package io.walterfleet.release;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A web server on loopback that answers as a test says, and remembers what it was asked. */
public final class Server implements AutoCloseable {
  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private Server(HttpServer http) {
    this.http = http;
    http.setExecutor(threads);
    http.start();
  }

  public static Server plain() throws IOException {
    return new Server(HttpServer.create(loopback(), 0));
  }

  public static Server secure(SSLContext identity) throws IOException {
    HttpsServer https = HttpsServer.create(loopback(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(identity));
    return new Server(https);
  }

  /** Answers the path, with all below it, like this. */
  public Server on(String path, HttpHandler handler) {
    http.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          try (exchange) {
            handler.handle(exchange);
          }
        });
    return this;
  }

  /** What was asked, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public int port() {
    return http.getAddress().getPort();
  }

  public String url(String path) {
    String scheme = http instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + port() + path;
  }

  /** Says nothing until the server is closed. */
  public void hang() {
    isClosedWithin(Duration.ofMinutes(5));
  }

  /** Lets this much time pass, or less when the server is closed. */
  public boolean isClosedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  public static HttpHandler bytes(byte[] body) {
    return exchange -> send(exchange, 200, body);
  }

  public static HttpHandler status(int status) {
    return exchange -> send(exchange, status, new byte[] {'n', 'o'});
  }

  public static HttpHandler redirect(int status, String to) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", to);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    http.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
