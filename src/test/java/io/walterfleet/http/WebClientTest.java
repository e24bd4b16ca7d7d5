package io.walterfleet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fuzz.RawServer;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends, nothing of it outlasts the exchange. */
@Tag("unit")
@Timeout(60)
class WebClientTest {
  private static final Content ALL = (status, body) -> body.transferTo(new Counting());
  private static final Duration BRIEF = Duration.ofMillis(300);

  private RawServer server;

  /** Bytes that are counted and forgotten. */
  private static final class Counting extends java.io.OutputStream {
    @Override
    public void write(int one) {}

    @Override
    public void write(byte[] some, int from, int length) {}
  }

  @BeforeEach
  void start() throws Exception {
    server = new RawServer();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** Lengths that no chunk can have, or that a reader may take for a negative one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80000000",
        "FFFFFFFF",
        "FFFFFFFFF5",
        "7FFFFFFFFFFFFFFF",
        "8000000000000000",
        "-5",
        "zz",
        ""
      })
  void aChunkOfAnyLengthLeavesNoThreadBehind(String length) throws Exception {
    server.says(chunked(length + "\r\nhello\r\n0\r\n\r\n"));
    server.holds();
    outcome(ALL);
    assertThat(threads()).isEmpty();
  }

  static Stream<byte[]> endless() {
    String ok = "HTTP/1.1 200 OK\r\n";
    return Stream.of(
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(20_000),
            ok + "X: y\r\n".repeat(200_000),
            ok + "X: " + "y".repeat(1_000_000),
            ok + "\r\n".repeat(2) + "y".repeat(1_000_000),
            "\r\n".repeat(500_000),
            "garbage\r\n".repeat(100_000),
            ok + "Content-Length: 99999999999999999999\r\n\r\nx",
            ok + "Content-Length: -1\r\n\r\nx",
            ok + "Transfer-Encoding: chunked\r\n\r\n" + "5;" + "x".repeat(1_000_000),
            ok + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(100_000))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void whatHasNoEndIsLeftAtItsDeadline(byte[] answer) throws Exception {
    server.says(answer);
    server.holds();
    outcome(ALL);
    assertThat(threads()).isEmpty();
  }

  @Test
  void eachOfManyAtOnceGetsItsAnswer() throws Exception {
    server.says("HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    WebClient client = client();
    List<Exchange> all = new ArrayList<>();
    IntStream.range(0, 40).forEach(i -> all.add(client.get(uri(), ALL)));
    for (Exchange one : all) {
      try (one) {
        assertThat(one.await(Duration.ofSeconds(20)).status()).isEqualTo(204);
      }
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void whatTheReaderFailsOnIsTheCause() throws Exception {
    server.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(ISO_8859_1));
    String said = outcome((status, body) -> refuse(body));
    assertThat(said).isEqualTo("java.lang.IllegalStateException: h");
  }

  private static void refuse(InputStream body) throws Exception {
    throw new IllegalStateException("" + (char) body.read());
  }

  private String outcome(Content content) throws Exception {
    try (Exchange exchange = client().get(uri(), content)) {
      return "answered " + exchange.await(BRIEF).status();
    } catch (TimeoutException late) {
      return "late";
    } catch (ExecutionException failed) {
      return String.valueOf(failed.getCause());
    }
  }

  private static WebClient client() {
    return new WebClient(Duration.ofSeconds(5), ProxyRoutes.STRAIGHT, WebClient.javaTrust());
  }

  private URI uri() {
    return URI.create(server.url("/"));
  }

  private static byte[] chunked(String chunks) {
    return ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks).getBytes(ISO_8859_1);
  }

  /** The threads of requests, once they had time to end. */
  private static List<String> threads() throws InterruptedException {
    List<String> left = List.of("not looked");
    for (int tries = 0; tries < 100 && !left.isEmpty(); tries++) {
      Thread.sleep(20);
      left =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter("web request"::equals)
              .toList();
    }
    return left;
  }
}
