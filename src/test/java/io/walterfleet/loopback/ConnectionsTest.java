package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.ServerLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often machines are connected to, and how often commands are run there. */
@Tag("loopback")
@Timeout(120)
class ConnectionsTest {
  @Test
  void aPlanOpensOneConnectionAMachineAndRunsOneCommandOnEach() throws Exception {
    try (Desk desk = Desk.with(100)) {
      Inventory wanted = desk.inventory().defaults("mode: internal-tls");
      for (LoopbackMachine machine : desk.fleet().machines()) {
        wanted = wanted.machine(machine, "host: " + machine.host());
      }
      Path inventory = desk.write(wanted);
      assertThat(desk.run("plan", "--quiet", "-i", inventory.toString()))
          .isEqualTo(new Ran(0, "100 machines: 100 to change\n", ""));
      ServerLog log = desk.fleet().log();
      List<String> all = desk.fleet().machines().stream().map(LoopbackMachine::address).toList();
      assertThat(log.connections()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(log.logins()).containsExactlyInAnyOrderElementsOf(all);
      assertThat(log.commands()).containsExactlyInAnyOrderElementsOf(all);
    }
  }
}
