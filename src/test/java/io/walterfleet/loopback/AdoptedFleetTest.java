package io.walterfleet.loopback;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that run Walter already, over real SSH. */
@Tag("loopback")
@Timeout(120)
class AdoptedFleetTest {
  @Test
  void anAdoptedFleetIsInSyncAndGoesOnFromThere() throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      Path list = desk.folder().resolve("hosts.txt");
      Files.writeString(
          list,
          desk.fleet().machines().stream()
              .map(one -> one.name() + "=" + desk.fleet().user() + "@" + address(desk, one))
              .collect(joining("\n")));
      String out = desk.folder().resolve("adopted.yml").toString();
      Ran ran =
          desk.run(
              "adopt",
              "--quiet",
              "--from",
              list.toString(),
              "--out",
              out,
              "--manifest",
              desk.bundle().manifest().toString(),
              "--ssh",
              "identityFile=" + desk.fleet().identity(),
              "--ssh",
              "knownHostsFile=" + desk.fleet().knownHosts());
      assertThat(ran).isEqualTo(new Ran(0, "", "3 machines adopted: 3 in sync\n"));
      assertThat(desk.look(Path.of(out))).isEqualTo(Desk.inSync(3));

      Files.writeString(
          Path.of(out), Files.readString(Path.of(out)).replace("bundle: keep", "bundle: current"));
      assertThat(desk.look(Path.of(out))).isEqualTo(new Ran(2, "3 machines: 3 to change\n", ""));
    }
  }

  private static String address(Desk desk, LoopbackMachine machine) {
    return machine.address() + ":" + desk.fleet().port();
  }
}
