package io.walterfleet.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Remote} does alike, be it over SSH or a fake. */
public abstract class RemoteContract {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(700);

  private Connection connection;

  /** The remote under test. */
  protected abstract Remote remote() throws Exception;

  /** A machine that it reaches. */
  protected abstract Machine machine() throws Exception;

  @BeforeEach
  final void connect() throws Exception {
    connection = remote().open(machine());
  }

  @AfterEach
  final void disconnect() {
    connection.close();
  }

  @Test
  void aProgramAnswersWithItsExitStatusAndBothStreams() throws Exception {
    assertThat(run("echo out; echo err >&2; exit 7"))
        .isEqualTo(new Reply(7, "out\n", "err\n", false));
  }

  @Test
  void exitStatus255IsAnAnswerLikeAnyOther() throws Exception {
    assertThat(run("exit 255")).isEqualTo(new Reply(255, "", "", false));
  }

  @Test
  void oneConnectionRunsManyPrograms() throws Exception {
    run("echo one > kept");
    assertThat(run("cat kept")).isEqualTo(new Reply(0, "one\n", "", false));
  }

  @Test
  void scriptsRunOneAfterAnotherEachForItself() throws Exception {
    for (int i = 0; i < 3; i++) {
      String text = "cat; echo \"${kept-none}\"; kept=yes; cd /; echo err >&2; exit " + i + "\n";
      assertThat(connection.run(Program.script("exec sh -s", text), LONG))
          .isEqualTo(new Reply(i, "none\n", "err\n", false));
    }
  }

  @Test
  void aProgramStartsInTheHome() throws Exception {
    assertThat(run("test \"$(pwd -P)\" = \"$(cd \"$HOME\" && pwd -P)\" && echo home").out())
        .isEqualTo("home\n");
  }

  @Test
  void inputArrivesWholeAndEnds() throws Exception {
    byte[] bytes = "0123456789abcde\n".repeat(200_000).getBytes(US_ASCII);
    Reply reply = connection.run(new Program("wc -c", out -> out.write(bytes)), LONG);
    assertThat(reply.out().strip()).isEqualTo("3200000");
  }

  @Test
  void aProgramThatReadsNoInputAnswersAllTheSame() throws Exception {
    byte[] bytes = new byte[5_000_000];
    Reply reply = connection.run(new Program("echo done; exit 3", out -> out.write(bytes)), LONG);
    assertThat(reply).isEqualTo(new Reply(3, "done\n", "", false));
  }

  @Test
  void anInputThatAnswersWhileItIsReadDoesNotBlock() throws Exception {
    byte[] bytes = "0123456789abcde\n".repeat(50_000).getBytes(US_ASCII);
    Reply reply = connection.run(new Program("cat", out -> out.write(bytes)), LONG);
    assertThat(reply.out()).isEqualTo(new String(bytes, US_ASCII));
  }

  @Test
  void ofTwentyMegabytesOnBothStreamsTheEndsAreKept() throws Exception {
    Reply reply =
        run(
            "head -c 20000000 /dev/zero | tr '\\0' x; head -c 20000000 /dev/zero | tr '\\0' y >&2;"
                + " printf end");
    assertThat(reply)
        .isEqualTo(
            new Reply(0, "x".repeat(Reply.LIMIT - 3) + "end", "y".repeat(Reply.LIMIT), true));
  }

  @Test
  void malformedTextIsMarkedAsSuch() throws Exception {
    assertThat(run("printf 'gr\\303\\274n \\377'").out()).isEqualTo("grün \uFFFD");
  }

  @Test
  void everyWordArrivesAsItWasGiven() throws Exception {
    String line =
        Stream.of("printf", "<%s>\\n", "a b", "it's", "$HOME", "\\", "ü", "")
            .map(ShellQuoting::quoted)
            .collect(joining(" "));
    assertThat(run(line).out()).isEqualTo("<a b>\n<it's>\n<$HOME>\n<\\>\n<ü>\n<>\n");
  }

  @Test
  void aHangingProgramTimesOutAndTheConnectionStaysUsable() throws Exception {
    assertThat(failureOf(new Program("sleep 60", Input.text("")), SHORT).kind())
        .isEqualTo(Kind.TIMED_OUT);
    assertThat(run("echo still here").out()).isEqualTo("still here\n");
  }

  @Test
  void aProgramThatNeverReadsItsInputTimesOut() throws Exception {
    byte[] bytes = new byte[20_000_000];
    assertThat(failureOf(new Program("sleep 60", out -> out.write(bytes)), SHORT).kind())
        .isEqualTo(Kind.TIMED_OUT);
    assertThat(run("echo still here").out()).isEqualTo("still here\n");
  }

  @Test
  void aClosedConnectionRunsNothing() {
    connection.close();
    connection.close();
    assertThat(failureOf(new Program("echo no", Input.text("")), LONG).kind()).isEqualTo(Kind.LOST);
  }

  @Test
  void aTunnelCarriesBytesBothWays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echoLine(server));
      try (Tunnel tunnel = connection.tunnel("127.0.0.1", server.getLocalPort(), LONG)) {
        tunnel.out().write("hello\n".getBytes(US_ASCII));
        tunnel.out().flush();
        assertThat(new String(tunnel.in().readAllBytes(), US_ASCII)).isEqualTo("hello\n");
      }
      echo.join();
    }
    assertThat(run("echo still here").out()).isEqualTo("still here\n");
  }

  @Test
  void aTunnelToAClosedPortSaysSo() throws Exception {
    int port = closedPort();
    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class, () -> connection.tunnel("127.0.0.1", port, LONG));
    assertThat(failure.kind()).isEqualTo(Kind.PORT_CLOSED);
    assertThat(run("echo still here").out()).isEqualTo("still here\n");
  }

  @Test
  void aTunnelThatStaysSilentTimesOut() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Tunnel tunnel = connection.tunnel("127.0.0.1", server.getLocalPort(), SHORT)) {
      assertThatThrownBy(() -> tunnel.in().read()).isInstanceOf(IOException.class);
    }
    assertThat(run("echo still here").out()).isEqualTo("still here\n");
  }

  private Reply run(String script) throws Exception {
    return connection.run(new Program(script, Input.text("")), LONG);
  }

  private RemoteException failureOf(Program program, Duration deadline) {
    return catchThrowableOfType(RemoteException.class, () -> connection.run(program, deadline));
  }

  private static void echoLine(ServerSocket server) {
    try (Socket peer = server.accept()) {
      int next = peer.getInputStream().read();
      while (next != -1 && next != '\n') {
        peer.getOutputStream().write(next);
        next = peer.getInputStream().read();
      }
      peer.getOutputStream().write('\n');
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      return server.getLocalPort();
    }
  }
}
