package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SSH server goes away in the middle of a run, and comes back. */
@Tag("loopback")
@Timeout(180)
class RestartedServerTest {
  @Test
  void aServerThatIsRestartedInTheMiddleOfARunDisturbsNothing() throws Exception {
    try (Desk desk = Desk.withInstalled(3, Desk.FROM)) {
      for (LoopbackMachine machine : desk.fleet().machines()) {
        machine.docker().delay(" up -d", Duration.ofSeconds(2));
      }
      Path inventory = desk.write(desk.inventory());
      CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
      Desk.await(
          () ->
              desk.machine(0).docker().calls().stream().anyMatch(call -> call.contains(" up -d")));
      desk.fleet().cutConnections();
      desk.fleet().stopServer();
      // long enough for whoever connects again at once to meet a closed port
      TimeUnit.MILLISECONDS.sleep(1500);
      desk.fleet().startServer();
      assertThat(run.get(150, TimeUnit.SECONDS)).isEqualTo(Desk.applied(3));
      for (LoopbackMachine machine : desk.fleet().machines()) {
        assertThat(machine.docker().calls().stream().filter(call -> call.contains(" up -d")))
            .as(machine.name())
            .hasSize(1);
      }
      assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(3));
    }
  }
}
