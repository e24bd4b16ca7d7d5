package io.walterfleet.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Mode;
import io.walterfleet.health.HealthServer.State;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.FakeRemote;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.testbed.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class HttpsHealthGateTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static Certificate certificate;
  private static Certificate expired;

  @TempDir private Path directory;
  private FakeRemote remote;
  private Connection connection;
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private int beats;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    certificate = Certificate.of(directory, "dns:localhost,ip:127.0.0.1", "-1H");
    expired = Certificate.of(directory, "dns:localhost", "-3d");
  }

  @BeforeEach
  void connect() throws Exception {
    remote = new FakeRemote(directory);
    connection = remote.open(TestMachines.named("edge"));
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWayTellsTheStates(Way way) throws Exception {
    way.prepare(remote);
    State[] states = {State.READY, State.STARTING, State.BLOCKED, State.READY};
    try (HealthServer walter = new HealthServer(certificate, states)) {
      PublishedAddress publishedAddress = publishedAddress("localhost", walter.port());
      HttpsHealthGate gatekeeper = gatekeeper(LONG);
      assertThat(gatekeeper.ask(connection, publishedAddress, way.gate()))
          .isEqualTo(new Health.Ready());
      assertThat(gatekeeper.ask(connection, publishedAddress, way.gate()))
          .isEqualTo(new Health.Starting("/health/live answered 503"));
      assertThat(gatekeeper.ask(connection, publishedAddress, way.gate()))
          .isEqualTo(new Health.MigrationBlocked());
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWaySaysThatNothingListens(Way way) throws Exception {
    way.prepare(remote);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(gatekeeper(LONG).ask(connection, publishedAddress("localhost", port), way.gate()))
        .isEqualTo(
            new Health.Starting(
                way == Way.DIRECT
                    ? "localhost:" + port + " is not known or refuses connections"
                    : "nothing listens at port " + port + " of the machine"));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyWaySaysThatNobodyAnswers(Way way) throws Exception {
    way.prepare(remote);
    try (HealthServer walter = new HealthServer(certificate, State.HANGING)) {
      PublishedAddress publishedAddress = publishedAddress("localhost", walter.port());
      assertThat(gatekeeper(SHORT).ask(connection, publishedAddress, way.gate()))
          .isEqualTo(
              new Health.Starting(
                  (way == Way.DIRECT
                          ? "localhost:" + walter.port()
                          : "port " + walter.port() + " of the machine")
                      + " did not answer within 1 s"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"TUNNEL", "CURL"})
  void theMachineIsAskedByItsPublishedName(Way way) throws Exception {
    way.prepare(remote);
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      gatekeeper(LONG).ask(connection, publishedAddress("walter.test", walter.port()), way.gate());
      String host = " walter.test:" + walter.port() + " [type=host_name (0), value=walter.test]";
      assertThat(walter.asked())
          .containsExactly("/health/live" + host, "/health/ready" + host, "/" + host);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"TUNNEL", "CURL"})
  void anAddressIsNotAskedForInTls(Way way) throws Exception {
    way.prepare(remote);
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      gatekeeper(LONG).ask(connection, publishedAddress("10.9.8.7", walter.port()), way.gate());
      assertThat(walter.asked()).contains("/health/live 10.9.8.7:" + walter.port() + " []");
    }
  }

  @Test
  void aNameThatTlsCannotAskForIsAskedWithoutOne() throws Exception {
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      PublishedAddress publishedAddress = publishedAddress("store_4.example.com", walter.port());
      assertThat(gatekeeper(LONG).obstacle(connection, publishedAddress, Way.TUNNEL.gate()))
          .isEmpty();
      assertThat(gateResult(publishedAddress)).isEqualTo(new GateResult.Healthy());
      assertThat(walter.asked())
          .contains("/health/live store_4.example.com:" + walter.port() + " []");
    }
  }

  @Test
  void aNameThatNoUrlCanHaveIsNotAskedDirectly() throws Exception {
    Health.Unaskable unaskable =
        new Health.Unaskable(
            "its health cannot be asked from this computer: no URL can have the host"
                + " 'store_4.example.com'",
            "set 'rollout: gate: via: tunnel' in the inventory, or publish another host");
    PublishedAddress publishedAddress = publishedAddress("store_4.example.com", 443);
    Gate gate = Way.DIRECT.gate();
    assertThat(gatekeeper(LONG).ask(connection, publishedAddress, gate)).isEqualTo(unaskable);
    assertThat(gatekeeper(LONG).obstacle(connection, publishedAddress, gate)).contains(unaskable);
    assertThat(gatekeeper(LONG).await(connection, publishedAddress, gate, machine -> beats++))
        .isEqualTo(new GateResult.NotReady(unaskable.reason(), unaskable.fix()));
  }

  @Test
  void thePublishedPortIsAskedOnTheMachine() throws Exception {
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      remote.port("edge", 443, walter.port());
      assertThat(
              gatekeeper(LONG).ask(connection, publishedAddress("edge01", 443), Way.TUNNEL.gate()))
          .isEqualTo(new Health.Ready());
      assertThat(walter.asked()).contains("/health/live edge01 [type=host_name (0), value=edge01]");
    }
  }

  @Test
  void aMachineWithoutAPublishedNameIsAskedAllTheSame() throws Exception {
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      PublishedAddress nameless =
          new PublishedAddress(Optional.empty(), Optional.empty(), walter.port());
      assertThat(gatekeeper(LONG).ask(connection, nameless, Way.TUNNEL.gate()))
          .isEqualTo(new Health.Ready());
    }
  }

  @Test
  void whereThereIsNoTlsThatIsSaid() throws Exception {
    assertThat(asked(ServerSocketFactory.getDefault(), "HTTP/1.1 400 Bad Request\r\n\r\n"))
        .isEqualTo("there is no TLS at port PORT of the machine");
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-x~~~~, port PORT of the machine gave no answer that is HTTP",
    "~~~~, port PORT of the machine gave no answer that is HTTP",
    "~~~~~~~~HTTP/1.1 200 OK~~~~, port PORT of the machine gave no answer that is HTTP",
    "HTTP/1.1 200 OK~, port PORT of the machine gave no answer that is HTTP",
    "HTTP/1.1 103 Hints~~~~~~~~, port PORT of the machine gave no answer that is HTTP",
    "'', the connection to port PORT of the machine broke",
    "HTTP/1.1 103 Hints~~~~HTTP/1.0 500~~~~, /health/live answered 500",
    "HTTP/2 200 OK~~~~, port PORT of the machine gave no answer that is HTTP"
  })
  void whatIsNoHttpIsNoAnswer(String said, String expected) throws Exception {
    String bytes = said.replace("~~", "\r\n").replace("~", "\r\n");
    assertThat(asked(certificate.identity().getServerSocketFactory(), bytes)).isEqualTo(expected);
  }

  @Test
  void anEndlessHeadIsNoAnswer() throws Exception {
    String endless = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000);
    assertThat(asked(certificate.identity().getServerSocketFactory(), endless))
        .isEqualTo("port PORT of the machine gave no answer that is HTTP");
  }

  @Test
  void withoutForwardingAndCurlThereIsAClearWord() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    for (String tool : new String[] {"sh", "tr"}) {
      Files.copy(Path.of("/bin", tool), bin.resolve(tool));
    }
    remote.forbidForwarding().shell("env", "PATH=" + bin, "sh", "-c");
    assertThat(
            gatekeeper(LONG)
                .await(
                    connection,
                    publishedAddress("localhost", 443),
                    Way.CURL.gate(),
                    machine -> beats++))
        .isEqualTo(
            new GateResult.NotReady(
                "its health cannot be asked: the SSH server forbids forwarding, and there is no"
                    + " curl",
                "allow it (AllowTcpForwarding local in sshd_config), or install curl there, or set"
                    + " 'rollout: gate: via: direct' in the inventory"));
    assertThat(beats).isZero();
  }

  @Test
  void aShellThatSaysNothingIsALostAnswer() {
    remote.forbidForwarding().shell("true");
    RemoteException lost =
        catchThrowableOfType(
            RemoteException.class,
            () ->
                gatekeeper(LONG)
                    .ask(connection, publishedAddress("localhost", 443), Way.CURL.gate()));
    assertThat(lost.kind()).isEqualTo(Kind.LOST);
    assertThat(lost.reason())
        .isEqualTo("its health could not be asked: the answer of the probe is incomplete");
  }

  @Test
  void aLostConnectionIsNoWordOnHealth() {
    remote.cut("edge");
    RemoteException lost =
        catchThrowableOfType(
            RemoteException.class,
            () ->
                gatekeeper(LONG)
                    .ask(connection, publishedAddress("localhost", 443), Way.TUNNEL.gate()));
    assertThat(lost.kind()).isEqualTo(Kind.LOST);
  }

  @Test
  void aPublicCertificateMustBeValid() throws Exception {
    try (HealthServer walter = new HealthServer(expired, State.READY)) {
      int port = walter.port();
      Health invalid =
          new Health.Starting("the TLS certificate of localhost:" + port + " is not valid there");
      assertThat(direct(Optional.of(Mode.PUBLIC_TLS), "localhost", port)).isEqualTo(invalid);
      assertThat(direct(Optional.of(Mode.INTERNAL_TLS), "localhost", port))
          .isEqualTo(new Health.Ready());
      assertThat(direct(Optional.empty(), "localhost", port)).isEqualTo(new Health.Ready());
    }
    try (HealthServer walter = new HealthServer(certificate, State.READY)) {
      assertThat(direct(Optional.of(Mode.PUBLIC_TLS), "localhost", walter.port()))
          .isEqualTo(new Health.Ready());
    }
  }

  @Test
  void whoIsAskedDirectlyNeedsAName() throws Exception {
    String fix = "give the machine a 'host' in the inventory";
    PublishedAddress nameless = new PublishedAddress(Optional.empty(), Optional.empty(), 443);
    assertThat(gatekeeper(LONG).ask(connection, nameless, Way.DIRECT.gate()))
        .isEqualTo(new Health.Unaskable("it has no published host to ask", fix));
    assertThat(direct(Optional.empty(), "no host", 443))
        .isEqualTo(new Health.Unaskable("its published host is not a host name", fix));
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aPortThatIsNoneIsNotAsked(Way way) throws Exception {
    assertThat(gatekeeper(LONG).ask(connection, publishedAddress("localhost", 99999), way.gate()))
        .isEqualTo(
            new Health.Unaskable(
                "its HTTPS port 99999 is not a port",
                "give the machine an 'httpsPort' in the inventory"));
  }

  @Test
  void theGateOpensOnceItStayedReady() throws Exception {
    State[] states = {State.STARTING, State.READY, State.STARTING, State.READY};
    try (HealthServer walter = new HealthServer(certificate, states)) {
      assertThat(gateResult(walter)).isEqualTo(new GateResult.Healthy());
      // starting, ready, starting, then ready at 6, 8, 10, 12, 14 and 16 seconds
      assertThat(now).isEqualTo(Instant.parse("2026-11-23T10:00:16Z"));
      assertThat(beats).isEqualTo(8);
    }
  }

  @Test
  void theGateStaysShutWhenTheTimeIsOver() throws Exception {
    try (HealthServer walter = new HealthServer(certificate, State.STARTING)) {
      assertThat(gateResult(walter))
          .isEqualTo(
              new GateResult.NotReady(
                  "after 30 s /health/live answered 503",
                  "see the logs of the stack on the machine (docker compose logs); if it is only"
                      + " slow, raise 'rollout: gate: timeout'"));
    }
  }

  @Test
  void theGateSaysAtOnceThatAMigrationIsMissing() throws Exception {
    try (HealthServer walter = new HealthServer(certificate, State.STARTING, State.BLOCKED)) {
      assertThat(gateResult(walter)).isEqualTo(new GateResult.MigrationBlocked());
      assertThat(beats).isEqualTo(1);
    }
  }

  private GateResult gateResult(HealthServer walter) throws Exception {
    return gateResult(publishedAddress("localhost", walter.port()));
  }

  private GateResult gateResult(PublishedAddress publishedAddress) throws Exception {
    return gatekeeper(LONG)
        .await(connection, publishedAddress, Way.TUNNEL.gate(), machine -> beats++);
  }

  private Health direct(Optional<Mode> mode, String host, int port) throws Exception {
    PublishedAddress publishedAddress = new PublishedAddress(mode, Optional.of(host), port);
    return gatekeeper(LONG).ask(connection, publishedAddress, Way.DIRECT.gate());
  }

  /** What is heard from a server that says this to everybody, with its port as PORT. */
  private String asked(ServerSocketFactory factory, String said) throws Exception {
    try (ServerSocket server = factory.createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread rude = new Thread(() -> say(server, said));
      rude.start();
      int port = server.getLocalPort();
      Health heard =
          gatekeeper(LONG).ask(connection, publishedAddress("localhost", port), Way.TUNNEL.gate());
      return ((Health.Starting) heard).reason().replace(String.valueOf(port), "PORT");
    }
  }

  private static void say(ServerSocket server, String said) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      assertThat(in.read()).isPositive();
      client.getOutputStream().write(said.getBytes(ISO_8859_1));
      client.getOutputStream().flush();
    } catch (IOException gone) {
      // The client has heard enough.
    }
  }

  private HttpsHealthGate gatekeeper(Duration patience) throws Exception {
    SSLContext trust = certificate.trust();
    return new HttpsHealthGate(() -> now, time -> now = now.plus(time), () -> trust, patience);
  }

  private static PublishedAddress publishedAddress(String host, int port) {
    return new PublishedAddress(Optional.of(Mode.INTERNAL_TLS), Optional.of(host), port);
  }

  /** The ways to ask. */
  enum Way {
    TUNNEL,
    CURL,
    DIRECT;

    void prepare(FakeRemote remote) {
      if (this == CURL) {
        remote.forbidForwarding();
      }
    }

    Gate gate() {
      return new Gate(
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          this == DIRECT ? Gate.Via.DIRECT : Gate.Via.TUNNEL);
    }
  }
}
