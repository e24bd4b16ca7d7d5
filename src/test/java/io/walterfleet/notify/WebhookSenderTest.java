package io.walterfleet.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.walterfleet.http.WebClient;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.Server;
import io.walterfleet.testbed.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a notification at servers that take it, refuse it, hang and break. */
@Tag("unit")
@Timeout(60)
class WebhookSenderTest {
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          3,
          Duration.ofSeconds(1),
          Duration.ofSeconds(20));

  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aServerThatTakesItGetsItOnce() throws IOException {
    try (Server server = Server.plain().on("/hook", this::take)) {
      tell(SHORT, server.url("/hook?token=canary"));
      assertThat(server.asked()).containsExactly("POST /hook?token=canary");
      assertThat(bodies).containsExactly("application/json; charset=utf-8 {\"text\":\"grüß\"}");
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAgainWithGrowingWaits() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (Server server =
        Server.plain()
            .on(
                "/",
                exchange -> {
                  if (asked.incrementAndGet() < 3) {
                    Server.status(503).handle(exchange);
                  } else {
                    take(exchange);
                  }
                })) {
      tell(SHORT, server.url("/"));
      assertThat(bodies).hasSize(1);
      assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void whatIsNotTakenIsANoteThatNamesTheHostAlone() throws IOException {
    try (Server server =
        Server.plain()
            .on("/services/T0/canary", Server.status(500))
            .on("/gone", Server.status(404))
            .on("/elsewhere", Server.redirect(302, "/hook"))) {
      tell(SHORT, server.url("/services/T0/canary"));
      tell(SHORT, server.url("/gone?token=canary"));
      tell(SHORT, server.url("/elsewhere"));
      tell(SHORT, "http://127.0.0.1:1/canary");
    }
    assertThat(notes)
        .containsExactly(
            "the webhook at 127.0.0.1 was not told: it answered 500 (tried 3 times)",
            "the webhook at 127.0.0.1 was not told: it answered 404",
            "the webhook at 127.0.0.1 was not told: it answered 302, and redirects are not followed",
            "the webhook at 127.0.0.1 was not told: the connection was refused (tried 3 times)");
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws Exception {
    Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://user:canary@127.0.0.1:1"));
    assertThat(new Webhooks(proxies, SHORT).post("https://h.example.com/canary", "{}").attempt())
        .isEqualTo(
            new Answer(false, false, "the connection was refused, through the proxy 127.0.0.1:1"));
  }

  @Test
  void aServerThatHangsHoldsNobodyUp() throws IOException {
    Patience hasty =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            2,
            Duration.ZERO,
            Duration.ofSeconds(20));
    Patience hurried =
        new Patience(
            Duration.ofSeconds(5), Duration.ofMinutes(5), 2, Duration.ZERO, Duration.ofMillis(100));
    Server server = Server.plain();
    try (server) {
      server.on("/", exchange -> server.hang());
      tell(hasty, server.url("/"));
      tell(hurried, server.url("/"));
      Thread.currentThread().interrupt();
      tell(hurried, server.url("/"));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(notes)
        .containsExactly(
            "the webhook at 127.0.0.1 was not told: there was no answer within 100 ms (tried 2 times)",
            "the webhook at 127.0.0.1 was not told: it took more than 100 ms",
            "the webhook at 127.0.0.1 was not told: it took more than 100 ms");
  }

  @Test
  void aServerThatResetsTheConnectionIsAskedAgain() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> resetAll(socket));
      server.setDaemon(true);
      server.start();
      tell(SHORT, "http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    assertThat(notes)
        .containsExactly(
            "the webhook at 127.0.0.1 was not told: the connection broke (tried 3 times)");
  }

  @Test
  void aCertificateIsChecked(@TempDir Path folder) throws Exception {
    Certificate certificate = Certificate.of(folder, "ip:127.0.0.1", "-1H");
    try (Server server = Server.secure(certificate.identity()).on("/", this::take)) {
      tell(SHORT, server.url("/"));
      assertThat(notes)
          .containsExactly(
              "the webhook at 127.0.0.1 was not told: its TLS certificate is from an authority that"
                  + " Java does not trust here");
      SSLContext trust = certificate.trust();
      tell(SHORT, server.url("/"), Proxies.NONE, () -> trust);
      assertThat(bodies).hasSize(1);
    }
  }

  @Test
  void itGoesThroughTheProxyThatTheEnvironmentNames() throws Exception {
    try (Server proxy = Server.plain().on("/", this::take)) {
      Proxies proxies = Proxies.of(Map.of("http_proxy", "127.0.0.1:" + proxy.port()));
      tell(SHORT, "http://hooks.example.com/services", proxies, WebClient::javaTrust);
      assertThat(proxy.asked()).containsExactly("POST http://hooks.example.com/services");
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void aHugeAnswerAndOneWithoutAnEndAreNotRead() throws IOException {
    Patience hasty =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            1,
            Duration.ZERO,
            Duration.ofSeconds(20));
    try (Server server =
        Server.plain()
            .on("/huge", exchange -> flood(exchange, 200))
            .on("/refused", exchange -> flood(exchange, 403))
            .on("/slow", exchange -> dribble(exchange))) {
      tell(SHORT, server.url("/huge"));
      tell(SHORT, server.url("/refused"));
      tell(hasty, server.url("/slow"));
    }
    assertThat(notes).containsExactly("the webhook at 127.0.0.1 was not told: it answered 403");
  }

  /** Answers without an end, until nobody reads any more. */
  private static void flood(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, 0);
    try {
      while (true) {
        exchange.getResponseBody().write(new byte[8192]);
      }
    } catch (IOException left) {
      // the other side has gone
    }
  }

  /** Begins an answer, and never ends it. */
  private static void dribble(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    try {
      Thread.sleep(1500);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsUnderWayArrivesThoughItsProgramWasToldToStop() throws IOException {
    try (Server server = Server.plain().on("/", this::take)) {
      Message message = new Message(new Webhooks(Proxies.NONE, SHORT).post(server.url("/"), "{}"));
      Thread.currentThread().interrupt();
      carry(List.of(message, message));
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(bodies).hasSize(2);
  }

  @Test
  void whatIsRefusedStopsNothingAndIsOneNote() throws IOException {
    try (Server server = Server.plain().on("/no", Server.status(400)).on("/yes", this::take)) {
      Webhooks webhooks = new Webhooks(Proxies.NONE, SHORT);
      Message refused = new Message(webhooks.post(server.url("/no"), "{}"));
      Message follows = new Message(webhooks.post(server.url("/yes"), "[]"));
      Message taken = new Message(webhooks.post(server.url("/yes"), "{}"), () -> List.of(follows));
      carry(List.of(refused, refused, taken));
    }
    assertThat(bodies)
        .containsExactly(
            "application/json; charset=utf-8 {}", "application/json; charset=utf-8 []");
    assertThat(notes).containsExactly("the webhook at 127.0.0.1 was not told: it answered 400");
  }

  @Test
  void aReceiverThatIsAwayIsNotTriedForEachMessage() throws IOException {
    try (Server server = Server.plain().on("/", Server.status(503))) {
      Message message = new Message(new Webhooks(Proxies.NONE, SHORT).post(server.url("/"), "{}"));
      carry(List.of(message, message, message));
      assertThat(server.asked()).hasSize(3);
    }
    assertThat(notes)
        .containsExactly("the webhook at 127.0.0.1 was not told: it answered 503 (tried 3 times)");
  }

  private void carry(List<Message> messages) {
    try (WebhookSender webhookSender = new WebhookSender(SHORT, waits::add, notes::add)) {
      webhookSender.send("one", messages);
    }
  }

  private void tell(Patience patience, String url) {
    tell(patience, url, Proxies.NONE, WebClient::javaTrust);
  }

  private void tell(Patience patience, String url, Proxies proxies, Supplier<SSLContext> trust) {
    try (WebhookSender webhookSender = new WebhookSender(patience, waits::add, notes::add)) {
      Delivery post = new Webhooks(proxies, patience, trust).post(url, "{\"text\":\"grüß\"}");
      webhookSender.send(url, List.of(new Message(post)));
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    bodies.add(
        exchange.getRequestHeaders().getFirst("Content-Type")
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(204, -1);
  }

  /** Reads a little of each connection and lets it end with a reset. */
  private static void resetAll(ServerSocket socket) {
    try {
      while (true) {
        try (Socket one = socket.accept()) {
          one.setSoLinger(true, 0);
          one.getInputStream().read();
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }
}
