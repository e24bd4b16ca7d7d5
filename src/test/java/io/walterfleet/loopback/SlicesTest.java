package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachinePicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One saved plan, carried out by processes with a slice each, and by one with slots that is killed.
 * {@code -Dslices.processes=8 -Dslices.machines=200} makes it as large as that.
 */
@Tag("loopback")
@Timeout(580)
class SlicesTest {
  private static final int PROCESSES = Integer.getInteger("slices.processes", 3);
  private static final int MACHINES = Integer.getInteger("slices.machines", 9);
  private static final int CANARIES = MACHINES / 3;
  private static final int ON_HOLD = 11;
  private static final int SOME_FAILED = 3;

  /**
   * One half of the machines for one process, the other one for processes with a slice each; one
   * machine of each half fails, and is put back.
   */
  @Test
  void processesWithASliceEachDoWhatOneDoesAndEachMachineOnce() throws Exception {
    try (Desk desk = Desk.withInstalled(2 * MACHINES, Desk.FROM)) {
      List<LoopbackMachine> one = desk.fleet().machines().subList(0, MACHINES);
      List<LoopbackMachine> many = desk.fleet().machines().subList(MACHINES, 2 * MACHINES);
      LoopbackMachine[] bad = {one.get(MACHINES - 1), many.get(MACHINES - 1)};
      Inventory wanted =
          desk.inventory()
              .group("canary", one.subList(0, CANARIES))
              .group("canaries", many.subList(0, CANARIES))
              .group("shops", many.subList(CANARIES, MACHINES))
              .rollout(
                  "atOnce: 8, waves: [canary, canaries, stores, shops], maxFailed: " + PROCESSES);
      for (LoopbackMachine machine : bad) {
        machine.docker().fail(" run ", 1, "the migration was refused");
        wanted = wanted.machine(machine, "backup: volumes");
      }
      Path inventory = desk.write(wanted);
      String whole = planned(desk, inventory, "canary:stores");
      String shared = planned(desk, inventory, "canaries:shops");

      long begin = System.nanoTime();
      Ran alone = desk.run(words(inventory, whole).toArray(String[]::new));
      assertThat(alone.exitCode()).as(alone.toString()).isEqualTo(SOME_FAILED);
      assertThat(alone.out()).contains((MACHINES - 1) + " applied, 1 rolled back");
      long halfway = System.nanoTime();
      sliced(desk, inventory, shared);
      Files.writeString(
          Path.of("target/slices.txt"),
          "%d machines: %d s by one process, %d s by %d%n"
              .formatted(
                  MACHINES,
                  Duration.ofNanos(halfway - begin).toSeconds(),
                  Duration.ofNanos(System.nanoTime() - halfway).toSeconds(),
                  PROCESSES));

      for (int i = 0; i < MACHINES; i++) {
        assertThat(differences(one.get(i), many.get(i))).as("machine %d", i).isEmpty();
        assertThat(acts(desk, many.get(i))).isEqualTo(acts(desk, one.get(i)));
      }
      eachOnce(
          desk.fleet().machines().stream().filter(all -> !List.of(bad).contains(all)).toList());
      assertThat(left(desk, inventory, many)).isEqualTo(left(desk, inventory, one));

      for (LoopbackMachine machine : bad) {
        machine.docker().heal();
      }
      assertThat(desk.apply(inventory).exitCode()).isZero();
      desk.assertNothingToDo(2 * MACHINES, inventory);
    }
  }

  /** All slices side by side; whoever came too early for a wave is called once more. */
  private static void sliced(Desk desk, Path inventory, String plan) throws Exception {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      left.add(i);
    }
    List<Integer> codes = new ArrayList<>();
    for (int wave = 0; wave < 2 && !left.isEmpty(); wave++) {
      Map<Integer, ControllerProcess> all = new LinkedHashMap<>();
      try {
        for (int i : left) {
          List<String> words = words(inventory, plan);
          words.addAll(List.of("--slice", i + "/" + PROCESSES));
          all.put(i, ControllerProcess.start(desk, words));
        }
        for (Map.Entry<Integer, ControllerProcess> slice : all.entrySet()) {
          ControllerProcess process = slice.getValue();
          assertThat(process.endsWithin(Duration.ofMinutes(8))).as(process.said()).isTrue();
          if (process.exitCode() == ON_HOLD) {
            assertThat(process.said()).contains("wave 'canaries' is not done on ");
          } else {
            left.remove(slice.getKey());
            codes.add(process.exitCode());
            assertThat(process.exitCode()).as(process.said()).isIn(0, SOME_FAILED);
          }
        }
      } finally {
        all.values().forEach(ControllerProcess::close);
      }
    }
    assertThat(left).as("slices that still wait").isEmpty();
    assertThat(codes).hasSize(PROCESSES).containsOnlyOnce(SOME_FAILED);
  }

  /** What is another on one machine than on the other, whose archives hold other times. */
  private static List<String> differences(LoopbackMachine one, LoopbackMachine other)
      throws IOException {
    return MachinePicture.differences(MachinePicture.of(one), MachinePicture.of(other)).stream()
        .filter(line -> !line.matches("(?s)home/\\.walter-fleet/backups/\\w+/copies is .*"))
        .toList();
  }

  /** What led there: the machine's log, and what its docker was told. */
  private static List<String> acts(Desk desk, LoopbackMachine machine) throws IOException {
    return Stream.concat(
            Files.readAllLines(machine.home().resolve(".walter-fleet/audit.log")).stream()
                .map(line -> line.replaceFirst("^\\S+ \\S+ ", ""))
                .map(line -> line.replaceFirst("^locked by \\S+:", "locked:")),
            machine.docker().changes().stream())
        .map(line -> plain(desk, machine, line))
        .toList();
  }

  /** A line without what names the machine, its containers, or the moment. */
  private static String plain(Desk desk, LoopbackMachine machine, String line) {
    return desk.named(
            line.replace(machine.directory().toString(), "MACHINE").replace(machine.name(), "NAME"))
        .replaceAll("(?<![0-9a-f:])[0-9a-f]{64}\\b", "CONTAINER");
  }

  /** What a plan finds to do on each of these. */
  private static List<JsonNode> left(Desk desk, Path inventory, List<LoopbackMachine> machines)
      throws IOException {
    Path plan = desk.folder().resolve("left.json");
    String names = String.join(":", machines.stream().map(LoopbackMachine::name).toList());
    Ran ran = desk.run("plan", "-i", inventory.toString(), "-l", names, "--out", plan.toString());
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode machine : JsonMapper.shared().readTree(Files.readString(plan)).get("machines")) {
      ((ObjectNode) machine.get("was")).remove(List.of("host", "httpsPort"));
      all.add(((ObjectNode) machine).remove(List.of("name", "group", "address", "fingerprint")));
    }
    return all;
  }

  @Test
  void aControllerThatIsKilledWithTwoSlotsAtWorkIsGoneOnFromByTheNext() throws Exception {
    try (Desk desk = Desk.withInstalled(4, Desk.FROM)) {
      Path inventory = desk.write(desk.inventory().rollout("atOnce: 2"));
      String plan = planned(desk, inventory, "all");
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
      eachOnce(desk.fleet().machines());
      desk.assertNothingToDo(4, inventory);
    }
  }

  private static String planned(Desk desk, Path inventory, String limit) {
    String plan = inventory.resolveSibling("plan-" + limit.replace(':', '-') + ".json").toString();
    Ran ran = desk.run("plan", "-i", inventory.toString(), "-l", limit, "--out", plan);
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    return plan;
  }

  private static List<String> words(Path inventory, String plan) {
    return new ArrayList<>(List.of("apply", plan, "--yes", "-i", inventory.toString()));
  }

  private static void eachOnce(List<LoopbackMachine> machines) throws IOException {
    for (LoopbackMachine machine : machines) {
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
      throw new UncheckedIOException(broken);
    }
  }
}
