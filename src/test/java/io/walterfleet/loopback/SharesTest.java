package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Shard;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several controllers, each with its share of the machines, and one that means all of them. */
@Tag("loopback")
@Timeout(240)
class SharesTest {
  private static final int MACHINES = 6;

  @Test
  void threeControllersAtOnceApplyEveryMachineExactlyOnce() throws Exception {
    try (Desk desk = Desk.withInstalled(MACHINES, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().rollout("batch: [2]"));
      List<Ran> ran =
          atOnce(
              List.of(
                  () -> desk.apply(inventory, "--shard", "0/2"),
                  () -> desk.apply(inventory, "--shard", "1/2"),
                  () -> desk.apply(inventory)));

      assertThat(ran)
          .as(ran.toString())
          .extracting(Ran::exitCode)
          .allMatch(code -> code == 0 || code == 6);
      assertThat(ran).extracting(Ran::err).containsOnly("");
      for (LoopbackMachine machine : desk.fleet().machines()) {
        assertThat(ups(machine)).as(machine.name()).hasSize(1);
      }
      desk.assertNothingToDo(MACHINES, inventory);
      int first = share(desk, new Shard(0, 2));
      assertThat(first).isBetween(1, MACHINES - 1);
      assertThat(desk.look(inventory, "--shard", "0/2")).isEqualTo(Desk.inSync(first));
      assertThat(desk.look(inventory, "--shard", "1/2")).isEqualTo(Desk.inSync(MACHINES - first));
    }
  }

  private static List<Ran> atOnce(List<Callable<Ran>> controllers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(controllers.size());
    try {
      List<Ran> ran = new ArrayList<>();
      for (Future<Ran> one : threads.invokeAll(controllers)) {
        ran.add(one.get());
      }
      return ran;
    } finally {
      threads.shutdownNow();
    }
  }

  private static int share(Desk desk, Shard shard) {
    return Math.toIntExact(
        desk.fleet().machines().stream().filter(one -> shard.holds(one.name())).count());
  }

  private static List<String> ups(LoopbackMachine machine) throws Exception {
    return machine.docker().calls().stream().filter(call -> call.contains(" up -d")).toList();
  }
}
