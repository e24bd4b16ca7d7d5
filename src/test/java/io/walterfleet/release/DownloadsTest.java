package io.walterfleet.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import io.walterfleet.testbed.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class DownloadsTest {
  private static final HttpHandler HELLO = Server.bytes("hello".getBytes(UTF_8));
  private static final String NETWORK =
      "\n    fix: check the network and the proxy settings of this computer, or use files (air gap)";
  private static final RetryPolicy CALM =
      retryPolicy(Duration.ofSeconds(20), Duration.ofMinutes(1));
  private static final RetryPolicy HASTY =
      retryPolicy(Duration.ofMillis(200), Duration.ofMinutes(1));

  private final List<Duration> pauses = new ArrayList<>();
  private Server server;

  private static Certificate certificate;
  private static Certificate expired;
  private static Certificate misnamed;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    certificate = Certificate.of(directory, "ip:127.0.0.1,dns:vendor.test", "-1H");
    expired = Certificate.of(directory, "ip:127.0.0.1", "-3d");
    misnamed = Certificate.of(directory, "dns:some.test", "-1H");
  }

  @BeforeEach
  void start() throws IOException {
    server = Server.plain();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void whatIsThereIsRead() throws Exception {
    server.on("/m", HELLO);
    assertThat(read(server.url("/m"))).isEqualTo("hello");
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429, 408})
  void aServerInTroubleIsAskedAgainAfterAGrowingWait(int status) throws Exception {
    server.on("/m", inTurn(Server.status(status), Server.status(status), HELLO));
    assertThat(read(server.url("/m"))).isEqualTo("hello");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aServerThatStaysInTroubleIsGivenUp() {
    server.on("/m", Server.status(503));
    assertThat(refusal(server.url("/m")))
        .isEqualTo(failure("/m", "the server answered 503 (tried 3 times)") + NETWORK);
    assertThat(server.asked()).containsExactly("GET /m", "GET /m", "GET /m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | check the address in the inventory ('releases: manifest') or the manifest
          403 | use an address that needs no login, or fetch the manifest and the bundle by other means and use the files
          400 | check the address, or fetch the manifest and the bundle by other means and use the files
          304 | check the address, or fetch the manifest and the bundle by other means and use the files
          """)
  void aClearNoIsFinal(int status, String fix) {
    server.on("/m", exchange -> exchange.sendResponseHeaders(status, -1));
    assertThat(refusal(server.url("/m")))
        .isEqualTo(failure("/m", "the server answered " + status) + "\n    fix: " + fix);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aBrokenTransferBeginsAnew() throws Exception {
    HttpHandler truncated =
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write("hel".getBytes(UTF_8));
          exchange.getResponseBody().flush();
        };
    server.on("/m", inTurn(truncated, HELLO));
    assertThat(read(server.url("/m"))).isEqualTo("hello");
  }

  @Test
  void silenceEndsATry() {
    server.on("/m", exchange -> server.hang());
    assertThat(refusal(new Downloads(Proxies.NONE, HASTY, pauses::add), server.url("/m")))
        .isEqualTo(failure("/m", "the server sent nothing for 200 ms (tried 3 times)") + NETWORK);
  }

  @Test
  void silenceInTheMiddleEndsATry() {
    server.on(
        "/m",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write("hel".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          server.hang();
        });
    assertThat(refusal(new Downloads(Proxies.NONE, HASTY, pauses::add), server.url("/m")))
        .isEqualTo(failure("/m", "the server sent nothing for 200 ms (tried 3 times)") + NETWORK);
  }

  @Test
  void bytesThatTrickleInEndATryAtItsDeadline() {
    server.on(
        "/m",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (!server.isClosedWithin(Duration.ofMillis(20))) {
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
          }
        });
    RetryPolicy retryPolicy = retryPolicy(Duration.ofMillis(300), Duration.ofMillis(500));
    assertThat(refusal(new Downloads(Proxies.NONE, retryPolicy, pauses::add), server.url("/m")))
        .isEqualTo(failure("/m", "it was not complete within 500 ms (tried 3 times)") + NETWORK);
  }

  @Test
  void anEndlessAnswerEndsAtTheLimit() {
    server.on(
        "/m",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 12];
          while (true) {
            exchange.getResponseBody().write(block);
          }
        });
    assertThat(refusal(server.url("/m")))
        .isEqualTo(
            server.url("/m")
                + " is longer than 65536 bytes, which no manifest is"
                + "\n    fix: check that this is the address of Walter's release manifest");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void nobodyAtThePortIsSaid() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port + "/m";
    assertThat(refusal(url))
        .isEqualTo(
            "could not download the manifest from "
                + url
                + ": the connection was refused (tried 3 times)"
                + NETWORK);
  }

  @Test
  void anUnknownNameIsSaid() {
    assertThat(refusal("http://no-such-host.invalid/m"))
        .isEqualTo(
            "could not download the manifest from http://no-such-host.invalid/m: the host name is"
                + " not known (tried 3 times)"
                + NETWORK);
  }

  @Test
  void aServerThatHangsUpIsSaid() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread hangUp = new Thread(() -> hangUp(rude));
      hangUp.start();
      String url = "http://127.0.0.1:" + rude.getLocalPort() + "/m";
      assertThat(refusal(url))
          .isEqualTo(
              "could not download the manifest from "
                  + url
                  + ": the connection broke (tried 3 times)"
                  + NETWORK);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsFollowed(int status) throws Exception {
    server.on("/m", Server.redirect(status, "there/n?x=1")).on("/there/n", HELLO);
    assertThat(read(server.url("/m"))).isEqualTo("hello");
    assertThat(server.asked()).containsExactly("GET /m", "GET /there/n?x=1");
  }

  @Test
  void aCircleOfRedirectsEnds() {
    server.on("/m", Server.redirect(302, "/n")).on("/n", Server.redirect(302, "/m"));
    assertThat(refusal(server.url("/m")))
        .isEqualTo(
            failure("/m", "it was redirected more than 5 times")
                + "\n    fix: give the address that it ends at");
    assertThat(server.asked()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd, /etc/passwd",
    "ftp://vendor.test/x, an address we cannot use",
    "http://me:pw@vendor.test/x, an address we cannot use"
  })
  void aRedirectToSomethingElseIsRefused(String to, String shown) {
    server.on("/m", Server.redirect(302, to));
    assertThat(refusal(server.url("/m")))
        .isEqualTo(
            failure("/m", "it redirects to " + shown)
                + "\n    fix: give an https address that stays https; nothing was read from the"
                + " other one");
  }

  @Test
  void fromHttpsNoRedirectLeadsToHttp() throws Exception {
    server.on("/n", HELLO);
    try (Server secure = Server.secure(certificate.identity())) {
      secure.on("/m", Server.redirect(302, server.url("/n"))).on("/ok", HELLO);
      Downloads downloads = new Downloads(Proxies.NONE, CALM, pauses::add, certificate.trust());
      assertThat(read(downloads, secure.url("/ok"))).isEqualTo("hello");
      assertThat(refusal(downloads, secure.url("/m")))
          .isEqualTo(
              "could not download the manifest from "
                  + secure.url("/m")
                  + ": it redirects to "
                  + server.url("/n")
                  + "\n    fix: give an https address that stays https; nothing was read from the"
                  + " other one");
    }
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aCertificateFromAnUnknownAuthorityIsFinal() throws Exception {
    assertThat(refusalOf(certificate, expired))
        .isEqualTo(
            "its TLS certificate is from an authority that Java does not trust here"
                + "\n    fix: add the authority (keytool -importcert -cacerts)");
  }

  @Test
  void anExpiredCertificateIsFinal() throws Exception {
    assertThat(refusalOf(expired, expired))
        .isEqualTo("its TLS certificate has expired\n    fix: have it renewed");
  }

  @Test
  void aCertificateForAnotherHostIsFinal() throws Exception {
    assertThat(refusalOf(misnamed, misnamed))
        .isEqualTo(
            "its TLS certificate is for another host"
                + "\n    fix: use the name that the certificate has");
  }

  @Test
  void theProxyOfTheEnvironmentIsAsked() throws Exception {
    server.on("/m", HELLO);
    try (RecordingProxy proxy = new RecordingProxy(server.port(), "")) {
      assertThat(read(through("HTTP_PROXY", "", proxy), "http://vendor.test/m")).isEqualTo("hello");
      assertThat(proxy.asked()).containsExactly("GET http://vendor.test/m HTTP/1.1");
    }
  }

  @Test
  void httpsGoesThroughTheProxyUnread() throws Exception {
    try (Server secure = Server.secure(certificate.identity());
        RecordingProxy proxy = new RecordingProxy(secure.port(), "")) {
      secure.on("/m", HELLO);
      Proxies proxies = Proxies.of(Map.of("https_proxy", "http://127.0.0.1:" + proxy.port()));
      Downloads downloads = new Downloads(proxies, CALM, pauses::add, certificate.trust());
      assertThat(read(downloads, "https://vendor.test/m")).isEqualTo("hello");
      assertThat(proxy.asked()).containsExactly("CONNECT vendor.test:443 HTTP/1.1");
    }
  }

  @Test
  void forHttpsAProxyGetsTheLoginToo() throws Exception {
    try (Server secure = Server.secure(certificate.identity());
        RecordingProxy proxy = new RecordingProxy(secure.port(), "Basic bWU6cHc=")) {
      secure.on("/m", HELLO);
      Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "me:pw@127.0.0.1:" + proxy.port()));
      Downloads downloads = new Downloads(proxies, CALM, pauses::add, certificate.trust());
      assertThat(read(downloads, "https://vendor.test/m")).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', the proxy wants a login", "me:wrong@, the proxy refused the login"})
  void forHttpsTooAProxySaysThatItWantsALogin(String login, String reason) throws Exception {
    try (RecordingProxy proxy = new RecordingProxy(server.port(), "Basic bWU6cHc=")) {
      assertThat(refusal(through("HTTPS_PROXY", login, proxy), "https://vendor.test/m"))
          .contains(": " + reason + ", through the proxy 127.0.0.1:" + proxy.port() + "\n")
          .doesNotContain("wrong");
      assertThat(pauses).isEmpty();
    }
  }

  @Test
  void aProxyGetsTheLoginItAsksFor() throws Exception {
    server.on("/m", HELLO);
    try (RecordingProxy proxy = new RecordingProxy(server.port(), "Basic bWU6cEB3")) {
      assertThat(read(through("HTTP_PROXY", "me:p%40w@", proxy), "http://vendor.test/m"))
          .isEqualTo("hello");
      assertThat(refusal(through("HTTP_PROXY", "me:wrong@", proxy), "http://vendor.test/m"))
          .contains("the proxy refused the login, through the proxy 127.0.0.1:" + proxy.port())
          .doesNotContain("wrong");
    }
  }

  @Test
  void aProxyThatWantsALoginIsSaid() throws Exception {
    try (RecordingProxy proxy = new RecordingProxy(server.port(), "Basic bWU6cHc=")) {
      assertThat(refusal(through("HTTP_PROXY", "", proxy), "http://vendor.test/m"))
          .isEqualTo(
              "could not download the manifest from http://vendor.test/m: the proxy wants a login,"
                  + " through the proxy 127.0.0.1:"
                  + proxy.port()
                  + "\n    fix: put a login into HTTPS_PROXY or HTTP_PROXY"
                  + " (http://USER:PASSWORD@HOST:PORT), or fetch the manifest and the bundle by"
                  + " other means and use the files");
    }
  }

  private String refusalOf(Certificate shown, Certificate trusted) throws Exception {
    try (Server secure = Server.secure(shown.identity())) {
      secure.on("/m", HELLO);
      Downloads downloads = new Downloads(Proxies.NONE, CALM, pauses::add, trusted.trust());
      String said = refusal(downloads, secure.url("/m"));
      assertThat(pauses).isEmpty();
      assertThat(said)
          .startsWith("could not download the manifest from " + secure.url("/m") + ": ")
          .endsWith(", or fetch the manifest and the bundle by other means and use the files");
      return said.substring(said.indexOf("its TLS"), said.lastIndexOf(", or fetch"));
    }
  }

  private Downloads through(String variable, String login, RecordingProxy proxy)
      throws ReleaseException {
    String url = "http://" + login + "127.0.0.1:" + proxy.port();
    return new Downloads(Proxies.of(Map.of(variable, url)), CALM, pauses::add);
  }

  private static RetryPolicy retryPolicy(Duration silence, Duration whole) {
    return new RetryPolicy(Duration.ofSeconds(20), silence, whole, 3, Duration.ofSeconds(1));
  }

  private static HttpHandler inTurn(HttpHandler... handlers) {
    Deque<HttpHandler> next = new ArrayDeque<>(List.of(handlers));
    return exchange -> next.pop().handle(exchange);
  }

  private static void hangUp(ServerSocket listener) {
    try {
      while (true) {
        Socket client = listener.accept();
        client.getInputStream().read();
        client.close();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private String failure(String path, String reason) {
    return "could not download the manifest from " + server.url(path) + ": " + reason;
  }

  private String read(String url) throws Exception {
    return read(new Downloads(Proxies.NONE, CALM, pauses::add), url);
  }

  private static String read(Downloads downloads, String url) throws Exception {
    Location.Url from = (Location.Url) Location.of(url).orElseThrow();
    Sink.Memory kept = new Sink.Memory(from, 1 << 16);
    downloads.read("the manifest", from, kept);
    return new String(kept.bytes(), UTF_8);
  }

  private String refusal(String url) {
    return refusal(new Downloads(Proxies.NONE, CALM, pauses::add), url);
  }

  private static String refusal(Downloads downloads, String url) {
    return String.valueOf(
        catchThrowableOfType(ReleaseException.class, () -> read(downloads, url)).getMessage());
  }
}
