package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.SlowRelay;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an apply costs on a machine that is far away. */
@Tag("loopback")
@Timeout(120)
class FarMachineTest {
  private static final long ONE_WAY = 25;

  @Test
  void theStepsOfAnUpgradeShareOneShell() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM);
        SlowRelay relay =
            new SlowRelay(
                new InetSocketAddress(desk.machine(0).address(), desk.fleet().port()), ONE_WAY)) {
      Path far = reached(desk, relay.port());
      String inventory = far.toString();
      String plan = desk.folder().resolve("plan.json").toString();
      assertThat(desk.run("plan", "-i", inventory, "--out", plan).exitCode()).isZero();
      int before = relay.flights();
      assertThat(desk.run("apply", plan, "--yes", "--quiet", "-i", inventory).out())
          .isEqualTo("1 machine: 1 applied in TIME\n");
      // 27 on a fast machine, with two looks of the gate; with a channel for each step it was 37
      assertThat(relay.flights() - before).isBetween(20, 32);
      // the survey of the plan; that of the apply, for locks; then one command for the bundle, and
      // one for all that follows
      assertThat(desk.machine(0).commands()).hasSize(4);
      desk.assertNothingToDo(1, far);
    }
  }

  private static Path reached(Desk desk, int port) throws Exception {
    String text =
        desk.inventory()
            .text()
            .replace("address: " + desk.machine(0).address(), "address: 127.0.0.1")
            .replace("port: " + desk.fleet().port(), "port: " + port)
            .replace("ssh: {", "ssh: {hostKeys: accept-new, ")
            .replace(
                desk.fleet().knownHosts().toString(), desk.folder().resolve("known").toString());
    return Files.writeString(desk.folder().resolve("far.yml"), text);
  }
}
