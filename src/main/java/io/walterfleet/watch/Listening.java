package io.walterfleet.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers over HTTP how a watch goes: {@code /metrics}, {@code /healthz} and, at {@code /}, the
 * fleet. Reading is all that can be done.
 */
public final class Listening implements AutoCloseable {
  private static final int BACKLOG = 16;
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  private Listening(HttpServer server) {
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "listen");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Something to read; {@code type} is its content type. */
  public record Sheet(String type, String text) {}

  /**
   * Begins to answer.
   *
   * @param fleet what stands at {@code /}
   * @throws IOException when nobody can listen at that address
   */
  public static Listening at(
      InetSocketAddress address, Metrics metrics, Wellness wellness, Supplier<Sheet> fleet)
      throws IOException {
    Listening listening = new Listening(HttpServer.create(address, BACKLOG));
    listening.server.setExecutor(listening.threads);
    listening.server.createContext(
        "/", exchange -> answer(exchange, page(exchange, metrics, wellness, fleet)));
    listening.server.start();
    return listening;
  }

  /** The port, also where any free one was asked for. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static Page page(
      HttpExchange exchange, Metrics metrics, Wellness wellness, Supplier<Sheet> fleet)
      throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Page.plain(405, "only GET and HEAD\n");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" ->
          metrics.page(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse(""));
      case "/healthz" -> wellness.page();
      case "/" -> of(fleet.get());
      default -> Page.plain(404, "there are /, /metrics and /healthz\n");
    };
  }

  private static Page of(Sheet sheet) {
    return new Page(200, sheet.type(), sheet.text());
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    try (exchange) {
      byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean bodyless = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(page.status(), bodyless ? -1 : body.length);
      if (!bodyless) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }
}
