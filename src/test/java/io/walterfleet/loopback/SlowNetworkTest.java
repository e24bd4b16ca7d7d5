package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.SlowNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A round trip takes 200 ms, and two of a hundred packets are lost on each way. */
@Tag("loopback")
@Timeout(240)
class SlowNetworkTest {
  private static final int MACHINES = 2;
  private static final String PORT = "2222";

  @Test
  void aWholeApplyOverASlowAndLossyNetworkDoesNothingTwice() throws Exception {
    try (SlowNetwork network = SlowNetwork.start(MACHINES, Duration.ofMillis(100), 2)) {
      String[] options =
          network.addresses().stream()
              .map(address -> "ListenAddress " + address + ":" + PORT)
              .toArray(String[]::new);
      try (Desk desk = Desk.withInstalled(MACHINES, Desk.FROM, options)) {
        Path far = reached(desk, network);
        assertThat(run(desk, network, "apply", "--yes", "--quiet", "-i", far.toString()))
            .isEqualTo("2 machines: 2 applied in TIME\n");
        for (LoopbackMachine machine : desk.fleet().machines()) {
          List<String> calls = machine.docker().calls();
          for (String once : List.of(" up -d", " run --rm -T setup")) {
            assertThat(calls.stream().filter(call -> call.contains(once)))
                .as(machine.name() + once)
                .hasSize(1);
          }
        }
        assertThat(run(desk, network, "apply", "--yes", "--quiet", "-i", far.toString()))
            .isEqualTo("2 machines: 2 in sync in TIME\n");
        assertThat(run(desk, network, "plan", "--quiet", "-i", far.toString()))
            .isEqualTo("2 machines: 2 in sync\n");
        assertThat(desk.look(desk.write(desk.inventory()))).isEqualTo(Desk.inSync(MACHINES));
      }
    }
  }

  /** The same machines by their addresses at the end of the wire. */
  private static Path reached(Desk desk, SlowNetwork network) throws Exception {
    String text = desk.inventory().text().replace("port: " + desk.fleet().port(), "port: " + PORT);
    StringBuilder known = new StringBuilder();
    String key = Files.readAllLines(desk.fleet().knownHosts()).get(0).split(" ", 2)[1];
    for (int i = 0; i < MACHINES; i++) {
      LoopbackMachine machine = desk.machine(i);
      String address = network.addresses().get(i);
      text = text.replace("address: " + machine.address(), "address: " + address);
      machine.reachableAt(address);
      known.append("[%s]:%s %s%n".formatted(address, PORT, key));
    }
    Path hosts = Files.writeString(desk.folder().resolve("far_hosts"), known);
    text = text.replace(desk.fleet().knownHosts().toString(), hosts.toString());
    return Files.writeString(desk.folder().resolve("far.yml"), text);
  }

  private static String run(Desk desk, SlowNetwork network, String... words) throws Exception {
    try (ControllerProcess controller =
        ControllerProcess.start(desk, network.inside(), List.of(words))) {
      int exitCode = controller.exitCode();
      assertThat(exitCode).as(controller.said()).isZero();
      return controller.said();
    }
  }
}
