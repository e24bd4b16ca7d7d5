package io.walterfleet.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.testbed.SlowRelay;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a machine far away costs. */
@Tag("loopback")
class RoundTripTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long ONE_WAY = 100;

  @Test
  void oneCommandTakesAtMostEightRoundTripsAfterTcpIsUp() throws Exception {
    try (SshFleet fleet = SshFleet.start(1);
        SlowRelay relay =
            new SlowRelay(new InetSocketAddress("127.1.0.1", fleet.fleet().port()), ONE_WAY);
        Connection connection = fleet.remote().open(machine(fleet, relay.port()))) {
      String script = "#".repeat(12_000) + "\necho done\n";
      assertThat(connection.run(new Program("exec sh -s", Input.text(script)), LONG).out())
          .isEqualTo("done\n");
      // the last thing that we send answers the close of the channel, and nobody waits for it
      assertThat(relay.flights() - 1).isBetween(6, 8);
    }
  }

  @Test
  void aScriptAfterOthersTakesOneRoundTrip() throws Exception {
    try (SshFleet fleet = SshFleet.start(1);
        SlowRelay relay =
            new SlowRelay(new InetSocketAddress("127.1.0.1", fleet.fleet().port()), ONE_WAY);
        Connection connection = fleet.remote().open(machine(fleet, relay.port()))) {
      String script = "#".repeat(12_000) + "\necho done\n";
      List<Integer> flights = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int before = relay.flights();
        assertThat(connection.run(Program.script("exec sh -s", script), LONG).out())
            .isEqualTo("done\n");
        flights.add(relay.flights() - before);
      }
      // the second opens a shell: its channel, room for input, the program
      assertThat(flights.get(1)).isBetween(2, 4);
      assertThat(flights.get(2)).isEqualTo(1);
    }
  }

  private static Machine machine(SshFleet fleet, int port) throws Exception {
    Path known = fleet.fleet().scratch().resolve("relay_known_hosts");
    Login login =
        new Login(
            Optional.of(fleet.fleet().user()),
            OptionalInt.of(port),
            fleet.login().identityFile(),
            false);
    HostKeys rules = SshFleet.known(HostKeys.Policy.ACCEPT_NEW, known);
    return TestMachines.reachedBy(
        "far", new Ssh("127.0.0.1", login, rules, Optional.empty(), LONG));
  }
}
