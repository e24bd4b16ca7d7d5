package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One saved plan, carried out by processes with a slice each, and by one with slots that is killed.
 * {@code -Dslices.processes=8 -Dslices.machines=200} makes it as large as that.
 */
@Tag("loopback")
@Timeout(560)
class SlicesTest {
  private static final int PROCESSES = Integer.getInteger("slices.processes", 3);
  private static final int MACHINES = Integer.getInteger("slices.machines", 12);

  @Test
  void processesWithASliceEachDoWhatOneDoesAndEachMachineOnce() throws Exception {
    try (Desk desk = Desk.withInstalled(MACHINES, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().rollout("atOnce: 8"));
      String plan = planned(desk, inventory);
      long begin = System.nanoTime();
      List<ControllerProcess> all = new ArrayList<>();
      try {
        for (int i = 0; i < PROCESSES; i++) {
          List<String> words = words(inventory, plan);
          words.addAll(List.of("--slice", i + "/" + PROCESSES));
          all.add(ControllerProcess.start(desk, words));
        }
        for (ControllerProcess one : all) {
          assertThat(one.endsWithin(Duration.ofMinutes(8))).as(one.said()).isTrue();
          assertThat(one.exitCode()).as(one.said()).isZero();
        }
      } finally {
        all.forEach(ControllerProcess::close);
      }
      Files.writeString(
          Path.of("target/slices.txt"),
          PROCESSES
              + " processes, "
              + MACHINES
              + " machines: "
              + Duration.ofNanos(System.nanoTime() - begin).toSeconds()
              + " s\n");
      eachOnce(desk);
      desk.assertNothingToDo(MACHINES, inventory);
    }
  }

  @Test
  void aControllerThatIsKilledWithTwoSlotsAtWorkIsGoneOnFromByTheNext() throws Exception {
    try (Desk desk = Desk.withInstalled(4, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().rollout("atOnce: 2"));
      String plan = planned(desk, inventory);
      for (int i = 0; i < 2; i++) {
        desk.machine(i).docker().delay(" up -d", Duration.ofSeconds(1));
      }
      try (ControllerProcess killed = ControllerProcess.start(desk, words(inventory, plan))) {
        Desk.await(() -> isComingUp(desk.machine(0)) && isComingUp(desk.machine(1)));
        killed.kill();
      }
      assertThat(isComingUp(desk.machine(2)) || isComingUp(desk.machine(3))).isFalse();
      Desk.await(() -> isRestarted(desk.machine(0)) && isRestarted(desk.machine(1)));
      desk.fleet().machines().forEach(SlicesTest::later);
      Ran next = desk.run(words(inventory, plan).toArray(String[]::new));
      assertThat(next.exitCode()).as(next.toString()).isZero();
      eachOnce(desk);
      desk.assertNothingToDo(4, inventory);
    }
  }

  private static String planned(Desk desk, Path inventory) {
    String plan = inventory.resolveSibling("plan.json").toString();
    assertThat(desk.run("plan", "-i", inventory.toString(), "--out", plan).exitCode()).isZero();
    return plan;
  }

  private static List<String> words(Path inventory, String plan) {
    return new ArrayList<>(List.of("apply", plan, "--yes", "-i", inventory.toString()));
  }

  private static void eachOnce(Desk desk) throws IOException {
    for (LoopbackMachine machine : desk.fleet().machines()) {
      assertThat(acts(machine, "swap")).as(machine.name()).hasSize(1);
      assertThat(machine.docker().changes().stream().filter(call -> call.contains(" up -d")))
          .as(machine.name())
          .hasSize(1);
    }
  }

  private static boolean isComingUp(LoopbackMachine machine) throws IOException {
    return machine.docker().changes().stream().anyMatch(call -> call.contains(" up -d"));
  }

  private static boolean isRestarted(LoopbackMachine machine) throws IOException {
    return !acts(machine, "restart").isEmpty();
  }

  private static List<String> acts(LoopbackMachine machine, String word) throws IOException {
    return Files.readAllLines(machine.home().resolve(".walter-fleet/audit.log")).stream()
        .filter(line -> line.contains(" " + word))
        .toList();
  }

  /** The lease of whoever was killed has ended. */
  private static void later(LoopbackMachine machine) {
    try {
      machine.clock(Duration.ofMinutes(2));
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
