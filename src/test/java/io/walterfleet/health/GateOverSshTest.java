package io.walterfleet.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.testbed.LoopbackFleet;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate over real OpenSSH, against Walters that answer as the vendor's table says. */
@Tag("loopback")
class GateOverSshTest {
  private final HttpsHealthGate gatekeeper = new HttpsHealthGate(() -> Instant.EPOCH, time -> {});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MaxSessions 10",
        "MaxSessions 1",
        "AllowTcpForwarding local",
        "AllowTcpForwarding no"
      })
  void theStatesOfAMachineAreTold(String option) throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(1, option);
        Connection connection = open(fleet)) {
      LoopbackMachine machine = fleet.machine(0);
      fleet.installEverywhere("1.7.8");
      assertThat(ask(connection, machine)).isEqualTo(new Health.Ready());
      machine.shell("sed -i s/walter:1.7.8/walter:1.8.3/ walter-onprem/.env.deploy");
      machine.compose("up", "-d");
      assertThat(ask(connection, machine)).isEqualTo(new Health.MigrationBlocked());
      machine.compose("stop");
      assertThat(ask(connection, machine))
          .isEqualTo(
              new Health.Starting(
                  "nothing listens at port " + machine.httpsPort() + " of the machine"));
      assertThat(fleet.log().connections()).hasSize(1);
    }
  }

  @Test
  void aProbeThroughTheConnectionRunsNothingOnTheMachine() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(1);
        Connection connection = open(fleet)) {
      fleet.installEverywhere("1.7.8");
      fleet.clearLogs();
      assertThat(ask(connection, fleet.machine(0))).isEqualTo(new Health.Ready());
      assertThat(fleet.machine(0).commands()).isEqualTo(List.of());
    }
  }

  private Health ask(Connection connection, LoopbackMachine machine) throws Exception {
    PublishedAddress publishedAddress =
        new PublishedAddress(
            Optional.of(Mode.INTERNAL_TLS), Optional.of(machine.host()), machine.httpsPort());
    return gatekeeper.ask(connection, publishedAddress, Gate.DEFAULT);
  }

  private static Connection open(LoopbackFleet fleet) throws Exception {
    LocalUser localUser =
        new LocalUser(
            fleet.user(), fleet.scratch(), Optional.empty(), Optional.of(Path.of("/dev/null")));
    Login login =
        new Login(
            Optional.of(fleet.user()),
            OptionalInt.of(fleet.port()),
            Optional.of(fleet.identity().toString()),
            false);
    HostKeys hostKeys =
        new HostKeys(
            HostKeys.Policy.STRICT, Optional.of(fleet.knownHosts().toString()), Optional.empty());
    Machine machine =
        TestMachines.reachedBy(
            fleet.machine(0).name(),
            new Ssh(
                fleet.machine(0).address(),
                login,
                hostKeys,
                Optional.empty(),
                Duration.ofSeconds(20)));
    return new SshRemote(localUser).open(machine);
  }
}
