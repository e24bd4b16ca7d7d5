package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.program;
import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.TestMachines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that break off, hang, or allow little. */
@Tag("loopback")
@Timeout(120)
class FaultTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void thirtyMachinesBehindAServerThatTakesTwoAtOnceAllConnect() throws Exception {
    try (SshFleet fleet = SshFleet.start(30, "MaxStartups 2:50:4")) {
      SshRemote remote = fleet.remote();
      ExecutorService threads = Executors.newFixedThreadPool(30);
      List<Callable<String>> openings =
          IntStream.range(0, 30)
              .<Callable<String>>mapToObj(i -> () -> run(remote, fleet.machine(i), "echo $HOME"))
              .toList();
      for (Future<String> opening : threads.invokeAll(openings)) {
        assertThat(opening.get()).endsWith("/home\n");
      }
      threads.shutdown();
      assertThat(fleet.fleet().log().logins()).hasSize(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void oneSessionAtATimeIsEnough() throws Exception {
    try (SshFleet fleet = SshFleet.start(1, "MaxSessions 1");
        Connection connection = fleet.remote().open(fleet.machine(0));
        ServerSocket port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 5; i++) {
        assertThat(connection.run(program("echo " + i), LONG).out()).isEqualTo(i + "\n");
        connection.tunnel("127.0.0.1", port.getLocalPort(), LONG).close();
      }
      assertThat(fleet.fleet().log().connections()).hasSize(1);
    }
  }

  @Test
  void oneSessionAtATimeIsEnoughHoweverFastOneFollowsTheOther() throws Exception {
    try (SshFleet fleet = SshFleet.start(1, "MaxSessions 1");
        Connection connection = fleet.remote().open(fleet.machine(0))) {
      for (int i = 0; i < 100; i++) {
        assertThat(connection.run(program("echo " + i), LONG).out()).isEqualTo(i + "\n");
      }
      assertThat(fleet.fleet().log().connections()).hasSize(1);
    }
  }

  @Test
  void forbiddenForwardingIsToldApartFromAClosedPort() throws Exception {
    try (SshFleet fleet = SshFleet.start(1, "AllowTcpForwarding no");
        Connection connection = fleet.remote().open(fleet.machine(0))) {
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class, () -> connection.tunnel("127.0.0.1", 443, LONG));
      assertThat(failure.kind()).isEqualTo(Kind.FORWARDING_REFUSED);
      assertThat(failure.fix()).contains("AllowTcpForwarding local");
      assertThat(connection.run(program("echo on"), LONG).out()).isEqualTo("on\n");
    }
  }

  @Test
  void aConnectionThatIsCutWhileACommandRunsIsLostAndTheCommandGoesOn() throws Exception {
    try (SshFleet fleet = SshFleet.start(1);
        Connection connection = fleet.remote().open(fleet.machine(0))) {
      Path home = fleet.fleet().machine(0).home();
      Thread cutter =
          new Thread(
              () -> {
                await(home.resolve("started"));
                fleet.fleet().cutConnections();
              });
      cutter.start();
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class,
              () ->
                  connection.run(
                      program("touch started; sleep 1; touch finished; sleep 30"), LONG));
      assertThat(failure.kind()).isEqualTo(Kind.LOST);
      cutter.join();
      await(home.resolve("finished"));
      RemoteException after =
          catchThrowableOfType(RemoteException.class, () -> connection.run(program("true"), LONG));
      assertThat(after.kind()).isEqualTo(Kind.LOST);
    }
  }

  @Test
  void aCommandThatIsKilledHasNoExitStatus() throws Exception {
    try (SshFleet fleet = SshFleet.start(1);
        Connection connection = fleet.remote().open(fleet.machine(0))) {
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class, () -> connection.run(program("kill -9 $$"), LONG));
      assertThat(failure.reason())
          .isEqualTo("the command was killed on the machine by signal KILL");
    }
  }

  @Test
  void aServerThatDisconnectsWithAFloodOfWordsIsRefusedInAFewOfThem() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (SshFleet fleet = SshFleet.start(0);
        ServerSocket server = server(connections, disconnect("a.".repeat(20_000)))) {
      RemoteException failure = refusal(fleet.remote(), at(fleet, server.getLocalPort(), LONG));
      assertThat(failure.kind()).isEqualTo(Kind.LOST);
      assertThat(failure.reason())
          .startsWith("127.0.0.1 port " + server.getLocalPort() + " ended the connection")
          .hasSizeLessThan(400);
    }
  }

  /** What a server says that ends the talk before it has begun (RFC 4253, 6 and 11.1). */
  private static String disconnect(String words) {
    ByteBuffer payload = ByteBuffer.allocate(1 + 4 + 4 + words.length() + 4);
    payload.put((byte) 1).putInt(2).putInt(words.length());
    payload.put(words.getBytes(StandardCharsets.US_ASCII)).putInt(0);
    int padding = 8 - (5 + payload.capacity()) % 8 + 8;
    ByteBuffer packet = ByteBuffer.allocate(5 + payload.capacity() + padding);
    packet.putInt(1 + payload.capacity() + padding).put((byte) padding).put(payload.array());
    return "SSH-2.0-x\r\n" + new String(packet.array(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aServerThatHangsUpIsTriedFourTimes() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    try (SshFleet fleet = SshFleet.start(0);
        ServerSocket server = server(connections, "")) {
      RemoteException failure = refusal(fleet.remote(), at(fleet, server.getLocalPort(), LONG));
      assertThat(failure.kind()).isEqualTo(Kind.LOST);
      assertThat(failure.reason())
          .isEqualTo(
              "127.0.0.1 port " + server.getLocalPort() + " ended the connection during the login");
      assertThat(connections).hasValue(4);
    }
  }

  @Test
  void aServerOfAnotherProtocolIsQuoted() throws Exception {
    try (SshFleet fleet = SshFleet.start(0);
        ServerSocket server = server(new AtomicInteger(), "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(refusal(fleet.remote(), at(fleet, server.getLocalPort(), LONG)).reason())
          .endsWith("; it said: \"HTTP/1.1 400 Bad Request\"");
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
    try (SshFleet fleet = SshFleet.start(0);
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Machine machine = at(fleet, server.getLocalPort(), Duration.ofMillis(600));
      long start = System.nanoTime();
      RemoteException failure = refusal(fleet.remote(), machine);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.reason()).startsWith("no answer within 600 ms, from 127.0.0.1 port ");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aClosedPortAndAnUnknownNameAreUnreachable() throws Exception {
    try (SshFleet fleet = SshFleet.start(0)) {
      assertThat(refusal(fleet.remote(), at(fleet, 1, LONG)).reason())
          .isEqualTo("cannot connect to 127.0.0.1 port 1: connection refused");
      RemoteException unknown =
          refusal(fleet.remote(), at(fleet, "no-such-host.invalid", 22, LONG));
      assertThat(unknown.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(unknown.reason())
          .isEqualTo("cannot connect to no-such-host.invalid: the name has no address");
    }
  }

  private static Machine at(SshFleet fleet, int port, Duration timeout) throws IOException {
    return at(fleet, "127.0.0.1", port, timeout);
  }

  private static Machine at(SshFleet fleet, String address, int port, Duration timeout)
      throws IOException {
    Login login =
        new Login(
            Optional.of("walter"),
            OptionalInt.of(port),
            Optional.of(fleet.fleet().identity().toString()),
            false);
    return TestMachines.reachedBy(
        "edge-01", new Ssh(address, login, HostKeys.STRICT, Optional.empty(), timeout));
  }

  /** A server that says this to each connection and ends it. */
  private static ServerSocket server(AtomicInteger connections, String greeting)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> greetAll(server, connections, greeting));
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void greetAll(ServerSocket server, AtomicInteger connections, String greeting) {
    while (!server.isClosed()) {
      try (Socket peer = server.accept()) {
        connections.incrementAndGet();
        peer.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // the test is over, or the client has gone
      }
    }
  }

  private static void await(Path file) {
    for (int i = 0; i < 1000 && !Files.exists(file); i++) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    assertThat(file).exists();
  }
}
