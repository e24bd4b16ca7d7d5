package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.program;
import static io.walterfleet.ssh.SshFleet.refusal;
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
import io.walterfleet.ssh.config.LocalUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Machines behind bastions; bastion and machines are two real servers. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JumpTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private SshFleet bastions;
  private SshFleet fleet;
  private Path known;

  @BeforeAll
  void start() throws Exception {
    bastions = SshFleet.start(2, "MaxSessions 1");
    fleet = SshFleet.start(10);
    Files.writeString(
        bastions.fleet().scratch().resolve("authorized"),
        Files.readString(Path.of(bastions.fleet().identity() + ".pub")));
    Path ssh = Files.createDirectories(fleet.fleet().scratch().resolve(".ssh"));
    Files.copy(bastions.fleet().identity(), ssh.resolve("id_ed25519"));
    known =
        fleet.file(
            "known",
            Files.readString(bastions.fleet().knownHosts())
                + Files.readString(fleet.fleet().knownHosts()));
  }

  @BeforeEach
  void forget() throws Exception {
    fleet.fleet().clearLogs();
    bastions.fleet().clearLogs();
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
    bastions.close();
  }

  @Test
  void tenMachinesShareOneConnectionToTheirBastion() throws Exception {
    SshRemote remote = fleet.remote();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    List<Callable<String>> openings =
        IntStream.range(0, 10)
            .<Callable<String>>mapToObj(
                i -> () -> SshFleet.run(remote, machine(i, bastion(0)), "echo $HOME"))
            .toList();
    List<String> homes = new ArrayList<>();
    for (Future<String> opening : threads.invokeAll(openings)) {
      homes.add(opening.get().strip());
    }
    threads.shutdown();
    assertThat(homes)
        .isEqualTo(
            fleet.fleet().machines().stream().map(machine -> machine.home().toString()).toList());
    assertThat(bastions.fleet().log().connections()).containsExactly("127.1.0.1");
    assertThat(bastions.fleet().log().commands()).isEmpty();
    assertThat(fleet.fleet().log().logins()).hasSize(10);
  }

  @Test
  void twoBastionsArePassedInOrder() throws Exception {
    Machine machine = machine(3, bastion(0) + "," + bastion(1));
    assertThat(SshFleet.run(fleet.remote(), machine, "echo $HOME").strip())
        .isEqualTo(fleet.fleet().machine(3).home().toString());
    assertThat(bastions.fleet().log().logins()).containsExactly("127.1.0.1", "127.1.0.2");
  }

  @Test
  void deadlinesHoldBehindABastion() throws Exception {
    try (Connection connection = fleet.remote().open(machine(0, bastion(0)))) {
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class,
              () -> connection.run(program("sleep 60"), Duration.ofMillis(500)));
      assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
      assertThat(connection.run(program("head -c 3000000 /dev/zero"), LONG).truncated()).isTrue();
    }
  }

  @Test
  void aMachineThatIsSilentBehindABastionIsGivenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.9.9.9"))) {
      Login login =
          new Login(
              Optional.of(fleet.fleet().user()),
              OptionalInt.of(silent.getLocalPort()),
              fleet.login().identityFile(),
              false);
      Machine machine = machine("127.9.9.9", login, bastion(0), Duration.ofSeconds(2));
      assertThat(refusal(fleet.remote(), machine).reason())
          .isEqualTo("no answer within 2 s, from 127.9.9.9 port " + silent.getLocalPort());
    }
  }

  @Test
  void aBastionThatDiesLosesTheMachinesBehindIt() throws Exception {
    SshRemote remote = fleet.remote();
    try (Connection connection = remote.open(machine(0, bastion(0)))) {
      bastions.fleet().cutConnections();
      RemoteException failure =
          catchThrowableOfType(
              RemoteException.class, () -> connection.run(program("sleep 60"), LONG));
      assertThat(failure.kind()).isEqualTo(Kind.LOST);
    }
    assertThat(SshFleet.run(remote, machine(0, bastion(0)), "echo again")).isEqualTo("again\n");
  }

  @Test
  void aBastionThatRefusesUsIsNamed() throws Exception {
    RemoteException failure = refusal(fleet.remote(), machine(0, "nobody-here@" + address(0)));
    assertThat(failure.kind()).isEqualTo(Kind.LOGIN_REFUSED);
    assertThat(failure.reason()).startsWith("the bastion 127.1.0.1 port ");
  }

  @Test
  void aBastionThatForbidsForwardingIsNamed() throws Exception {
    try (SshFleet strict = SshFleet.start(1, "AllowTcpForwarding no")) {
      Files.writeString(
          known, Files.readString(known) + Files.readString(strict.fleet().knownHosts()));
      Files.copy(strict.fleet().identity(), fleet.fleet().scratch().resolve(".ssh/id_ecdsa"));
      String jump = fleet.fleet().user() + "@127.1.0.1:" + strict.fleet().port();
      RemoteException failure = refusal(fleet.remote(), machine(0, jump));
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.fix()).contains("AllowTcpForwarding");
    }
  }

  /** By other known hosts than those by which the session that is open was opened. */
  @Test
  void noMachineRidesOnASessionThatItsOwnRulesWouldRefuse() throws Exception {
    SshRemote remote = fleet.remote();
    Machine trusting =
        behind(SshFleet.known(HostKeys.Policy.ACCEPT_NEW, fleet.file("known_hosts", "")));
    Machine strict =
        behind(
            SshFleet.known(
                HostKeys.Policy.STRICT,
                fleet.file("others", Files.readString(fleet.fleet().knownHosts()))));
    try (Connection open = remote.open(trusting)) {
      assertThat(open.run(program("echo there"), LONG).out()).isEqualTo("there\n");
      assertThat(refusal(remote, strict).kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
      assertThat(refusal(remote, strict).reason()).startsWith("the bastion 127.1.0.1 port ");
    }
  }

  /** The key of another machine opened the session that is open. */
  @Test
  void noMachineRidesOnTheLoginOfAnother() throws Exception {
    Path stranger = fleet.key("stranger", "-t", "ed25519", "-N", "");
    Path emptyHome = Files.createTempDirectory(fleet.fleet().scratch(), "home");
    SshRemote withoutKeys =
        new SshRemote(
            new LocalUser(
                fleet.fleet().user(),
                emptyHome,
                Optional.empty(),
                Optional.of(Path.of("/dev/null"))));
    RemoteException first = refusal(withoutKeys, with(bastions.fleet().identity()));
    RemoteException second = refusal(withoutKeys, with(stranger));
    assertThat(first.reason()).doesNotStartWith("the bastion");
    assertThat(second.kind()).isEqualTo(Kind.LOGIN_REFUSED);
    assertThat(second.reason()).startsWith("the bastion 127.1.0.1 port ");
  }

  private Machine with(Path key) {
    Login login = fleet.loginAs(fleet.fleet().user(), key);
    return machine(fleet.fleet().machine(0).address(), login, bastion(0), LONG);
  }

  private Machine behind(HostKeys rules) throws IOException {
    return TestMachines.reachedBy(
        "edge-01",
        new Ssh(
            fleet.fleet().machine(0).address(),
            fleet.login(),
            rules,
            Optional.of(bastion(0)),
            LONG));
  }

  private String bastion(int index) {
    return bastions.fleet().user() + "@" + address(index);
  }

  private String address(int index) {
    return bastions.fleet().machine(index).address() + ":" + bastions.fleet().port();
  }

  private Machine machine(int index, String jump) throws IOException {
    return machine(fleet.fleet().machine(index).address(), fleet.login(), jump, LONG);
  }

  private Machine machine(String address, Login login, String jump, Duration timeout) {
    return TestMachines.reachedBy(
        "edge-01",
        new Ssh(
            address,
            login,
            SshFleet.known(HostKeys.Policy.STRICT, known),
            Optional.of(jump),
            timeout));
  }
}
