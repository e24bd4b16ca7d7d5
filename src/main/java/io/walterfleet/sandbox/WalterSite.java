package io.walterfleet.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.walterfleet.sandbox.Engine.Walter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What Walter answers on an embedded machine: the health table of WALTER.md (D) over HTTPS, with a
 * certificate that nobody else trusts.
 */
final class WalterSite implements AutoCloseable {
  /** How long a Walter takes to get ready after it was started. */
  private static final Duration START = Duration.ofMillis(150);

  private final Engine engine;
  private final InstantSource clock;
  private final HttpsServer server;

  private WalterSite(Engine engine, InstantSource clock, HttpsServer server) {
    this.engine = engine;
    this.clock = clock;
    this.server = server;
  }

  /** Starts answering for an engine at a free port of loopback. */
  static WalterSite start(Engine engine, InstantSource clock, Certificate certificate)
      throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.tls()));
    WalterSite site = new WalterSite(engine, clock, server);
    server.createContext("/", site::handle);
    server.start();
    return site;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private record Page(int status, String body, String location) {
    static Page of(int status, String body) {
      return new Page(status, body, "");
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")).orElse("");
      Page page = page(exchange.getRequestURI().getPath(), host);
      byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
      if (!page.location().isEmpty()) {
        exchange.getResponseHeaders().set("Location", page.location());
      }
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  private Page page(String path, String host) throws IOException {
    Optional<Walter> running = engine.walter();
    if (running.isEmpty()) {
      return Page.of(503, "{\"status\":\"stopped\"}");
    }
    Walter walter = running.get();
    if (!host.replaceFirst(":\\d+$", "").equalsIgnoreCase(walter.host())) {
      return Page.of(421, "{\"status\":\"unknown host\"}");
    }
    if (path.equals("/health/live")) {
      return Page.of(200, "{\"status\":\"alive\"}");
    }
    if (clock.instant().isBefore(walter.since().plus(START))) {
      return Page.of(503, "{\"status\":\"starting\"}");
    }
    return page(path, engine.schema(), walter.schema());
  }

  private static Page page(String path, int has, int needs) {
    boolean forPrograms = path.matches("/(api|health)(/.*)?");
    if (has > needs) {
      return Page.of(503, "{\"status\":\"schema is newer than this release\"}");
    }
    if (has < needs && forPrograms) {
      return Page.of(503, "{\"status\":\"migration required\"}");
    }
    if (has < needs && !path.equals("/migration-required")) {
      return new Page(302, "", "/migration-required");
    }
    return Page.of(200, forPrograms ? "{\"status\":\"ready\"}" : "<h1>Walter</h1>");
  }
}
