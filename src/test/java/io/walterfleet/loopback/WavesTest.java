package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Schemas;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One saved plan over days, by controllers that know nothing of each other. */
@Tag("loopback")
@Timeout(180)
class WavesTest {
  private static final String WAVES =
      "batch: [100%], waves: [{group: canary, then: hold, soak: 24h}, stores]";

  @Test
  void whatOneControllerBeganOthersGoOnWithAndTouchNoMachineTwice() throws Exception {
    try (Desk desk = Desk.withInstalled(4, Desk.FROM)) {
      List<LoopbackMachine> canaries = desk.fleet().machines().subList(0, 2);
      Path inventory = desk.write(desk.inventory().group("canary", canaries).rollout(WAVES));
      String plan = desk.folder().resolve("plan.json").toString();
      assertThat(desk.run("plan", "-i", inventory.toString(), "--out", plan).out())
          .contains("Wave canary soaks for 24h, and then holds the waves after it until apply is");
      assertThat(Schemas.complaints("plan.schema.json", Files.readString(Path.of(plan)))).isEmpty();

      diesInTheCanary(desk, List.of("apply", plan, "--yes", "-i", inventory.toString()));
      canaries.forEach(machine -> later(machine, Duration.ofMinutes(2)));
      Ran through = apply(desk, inventory, plan);
      assertThat(through.exitCode()).as(through.toString()).isEqualTo(11);
      assertThat(through.out().replaceAll("\\s+", " "))
          .contains(
              "skipped: 2 machines: machine-003, machine-004 wave 'canary' soaks for 24h: the waves")
          .contains("fix: then go on: walter-fleet apply -i INVENTORY DESK/plan.json --yes")
          .contains("; on hold: the rest waits, as said above");
      assertThat(apply(desk, inventory, plan, "--through", "stores").exitCode()).isEqualTo(11);

      canaries.forEach(machine -> later(machine, Duration.ofHours(25)));
      Ran soaked = apply(desk, inventory, plan);
      assertThat(soaked.exitCode()).as(soaked.toString()).isEqualTo(11);
      assertThat(soaked.out().replaceAll("\\s+", " "))
          .contains("wave 'canary' is done, and holds the waves after it (nothing was changed)")
          .contains("then go on: walter-fleet apply -i INVENTORY DESK/plan.json --yes --through")
          .contains("--through stores");

      desk.fleet().killWalter(canaries.get(1));
      Ran sick = apply(desk, inventory, plan, "--through", "stores");
      assertThat(sick.exitCode()).as(sick.toString()).isEqualTo(4);
      assertThat(sick.out().replaceAll("\\s+", " "))
          .contains("failed: machine-002 it is as planned, and Walter is not healthy: ")
          .contains("not begun, because Walter is not well on machines that are done: machine-002");
      desk.fleet().reviveWalter(canaries.get(1));

      Ran part = apply(desk, inventory, plan, "--through", "stores", "--slice", "0/2");
      assertThat(part).as(part.toString()).extracting(Ran::exitCode).isEqualTo(0);
      assertThat(part.out()).contains("applied: machine-003").doesNotContain("machine-004");
      Ran rest = apply(desk, inventory, plan, "--through", "stores", "-l", "machine-004");
      assertThat(rest.out()).as(rest.toString()).contains("1 machine: 1 applied in TIME");
      long before = surveys(desk);
      Ran all = apply(desk, inventory, plan);
      assertThat(surveys(desk) - before).as("each machine is read once").isEqualTo(4);
      assertThat(all.out()).as(all.toString()).contains("4 machines: 4 in sync in TIME");

      for (LoopbackMachine machine : desk.fleet().machines()) {
        assertThat(acts(machine, "swap")).as(machine.name()).hasSize(1);
        assertThat(machine.docker().changes().stream().filter(call -> call.contains(" up -d")))
            .as(machine.name())
            .hasSize(1);
      }
      desk.assertNothingToDo(4, inventory);
    }
  }

  /** One canary is done, and the other one is just started. */
  private static void diesInTheCanary(Desk desk, List<String> words) throws Exception {
    LoopbackMachine slow = desk.machine(1);
    slow.docker().delay(" up -d", Duration.ofSeconds(1));
    try (ControllerProcess killed = ControllerProcess.start(desk, words)) {
      Desk.await(
          () ->
              Files.exists(desk.machine(0).home().resolve(".walter-fleet/installed"))
                  && slow.docker().changes().stream().anyMatch(call -> call.contains(" up -d")));
      killed.kill();
    }
    Desk.await(() -> !acts(slow, "restart").isEmpty());
  }

  private static Ran apply(Desk desk, Path inventory, String plan, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", plan, "--yes", "-i"));
    words.add(inventory.toString());
    words.addAll(List.of(more));
    return desk.run(words.toArray(String[]::new));
  }

  /** How often the machines of a desk were read so far. */
  private static long surveys(Desk desk) throws java.io.IOException {
    long surveys = 0;
    for (LoopbackMachine machine : desk.fleet().machines()) {
      surveys +=
          machine.docker().calls().stream().filter(call -> call.startsWith("docker info")).count();
    }
    return surveys;
  }

  private static List<String> acts(LoopbackMachine machine, String word)
      throws java.io.IOException {
    return Files.readAllLines(machine.home().resolve(".walter-fleet/audit.log")).stream()
        .filter(line -> line.contains(" " + word))
        .toList();
  }

  private static void later(LoopbackMachine machine, Duration ahead) {
    try {
      machine.clock(ahead);
    } catch (java.io.IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
