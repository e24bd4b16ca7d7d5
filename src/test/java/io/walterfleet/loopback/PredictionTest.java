package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.inventory.Inventories;
import io.walterfleet.inventory.Reading;
import io.walterfleet.remote.Connection;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.ScriptOperations;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a rehearsal foretells comes true on real machines with the same faults, for ten seeds.
 *
 * <p>The rehearsal says whom each fault strikes; these machines get it in reality: from their
 * docker, their Walter, a lock, or a server that does not answer.
 */
@Tag("loopback")
@Timeout(600)
class PredictionTest {
  private static final int SEEDS = 10;
  private static final int MACHINES = 8;
  private static final String TO = "1.8.95";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> FAULTS =
      List.of(
          "pull-fails:7%",
          "disk-full@pull:4%",
          "ssh-drop@pull:6%",
          "migrate-fails:7%",
          "never-ready:12%",
          "migration-blocked:6%",
          "locked:5%",
          "unreachable:5%");

  private final List<Thread> cutters = new ArrayList<>();

  /**
   * How a run went, or would go.
   *
   * @param outcomes by machine
   * @param changedIn the batch in which a machine was changed; those that were not are left out
   * @param batches how many were begun
   */
  private record Course(
      Map<String, String> outcomes,
      Map<String, Integer> changedIn,
      int batches,
      String ending,
      int exitCode) {}

  @Test
  void whatARehearsalForetellsIsWhatApplyDoes() throws Exception {
    try (Desk desk = Desk.withInstalled(SEEDS * MACHINES, Desk.FROM)) {
      desk.fleet().publish(TO, 12, "");
      List<Course> foretold = new ArrayList<>();
      for (int seed = 1; seed <= SEEDS; seed++) {
        List<LoopbackMachine> ours =
            desk.fleet().machines().subList((seed - 1) * MACHINES, seed * MACHINES);
        Inventory inventory = inventory(desk, ours);
        JsonNode rehearsal = rehearse(desk, desk.write(inventory), seed);
        foretold.add(foretold(rehearsal));
        Path events = desk.folder().resolve("events-" + seed);
        assertThat(applied(desk, struck(desk, inventory, ours, rehearsal), events))
            .as("seed %d: %s", seed, rehearsal.path("faults"))
            .isEqualTo(foretold.get(seed - 1));
        cutters.forEach(Thread::interrupt);
        assertThatWhatWasAppliedIsInSync(desk, inventory, foretold.get(seed - 1));
      }
      mendAndApply(desk, desk.fleet().machines().subList((SEEDS - 1) * MACHINES, SEEDS * MACHINES));
      assertThat(foretold).extracting(Course::ending).contains("complete", "budget");
      assertThat(foretold).extracting(Course::batches).contains(0, 4);
      assertThat(foretold)
          .extracting(Course::outcomes)
          .flatExtracting(Map::values)
          .contains("applied", "failed", "rolled-back", "migration-blocked", "locked", "skipped");
    }
  }

  /** The others wait for somebody who mends what struck them. */
  private static void assertThatWhatWasAppliedIsInSync(
      Desk desk, Inventory inventory, Course course) {
    List<String> applied =
        course.outcomes().entrySet().stream()
            .filter(one -> one.getValue().equals("applied"))
            .map(Map.Entry::getKey)
            .toList();
    if (!applied.isEmpty()) {
      Path file = desk.write(inventory);
      desk.assertNothingToDo(applied.size(), file, "-l", String.join(":", applied));
    }
    desk.forgetWishes();
  }

  private static void mendAndApply(Desk desk, List<LoopbackMachine> ours) throws Exception {
    for (LoopbackMachine machine : ours) {
      machine.docker().heal();
      new MachineLock(machine).endLease();
    }
    Path file = desk.write(inventory(desk, ours));
    assertThat(desk.apply(file).exitCode()).isZero();
    desk.assertNothingToDo(MACHINES, file);
  }

  private static Inventory inventory(Desk desk, List<LoopbackMachine> ours) {
    Inventory all = desk.inventory().only(ours);
    // what has no copy of its volumes cannot go back once it was migrated
    for (LoopbackMachine machine : ours.subList(3, MACHINES)) {
      all = all.machine(machine, "backup: none");
    }
    return all.group("canary", ours.subList(0, 1))
        .with("defaults", "{image: 'ghcr.io/matchylabs/walter:" + TO + "'}")
        .with(
            "rollout",
            "{waves: [canary, stores], batch: [1, 2, 100%], maxFailed: 1,"
                + " gate: {timeout: 3s, interval: 200ms, healthyFor: 100ms}}");
  }

  private static JsonNode rehearse(Desk desk, Path inventory, int seed) {
    List<String> words = new ArrayList<>(List.of("rehearse", "--format", "json"));
    words.addAll(List.of("-i", inventory.toString(), "--from", Desk.FROM));
    words.addAll(List.of("--assume", "ready=1s"));
    words.addAll(List.of("--seed", Integer.toString(seed)));
    FAULTS.forEach(fault -> words.addAll(List.of("--fault", fault)));
    Desk.Ran ran = desk.run(words.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    return JSON.readTree(ran.out());
  }

  private static Course foretold(JsonNode rehearsal) {
    Map<String, String> outcomes = new TreeMap<>();
    Map<String, Integer> changedIn = new TreeMap<>();
    for (JsonNode machine : rehearsal.path("machines")) {
      outcomes.put(machine.path("name").asString(), machine.path("outcome").asString());
      if (machine.has("batch")) {
        changedIn.put(machine.path("name").asString(), machine.path("batch").asInt());
      }
    }
    return new Course(
        outcomes,
        changedIn,
        rehearsal.path("batches").size(),
        rehearsal.path("ending").asString(),
        rehearsal.path("exitCode").asInt());
  }

  /** Lets the faults strike in reality; the inventory that the operator has then. */
  private Inventory struck(
      Desk desk, Inventory inventory, List<LoopbackMachine> ours, JsonNode rehearsal)
      throws Exception {
    Inventory struck = inventory;
    for (JsonNode fault : rehearsal.path("faults")) {
      String word = fault.path("fault").asString().replaceFirst(":.*", "");
      for (JsonNode name : fault.path("machines")) {
        LoopbackMachine machine = named(ours, name.asString());
        switch (word) {
          case "pull-fails" -> machine.docker().failPull("walter", "denied");
          case "disk-full@pull" -> machine.docker().failPull("walter", "no space left on device");
          case "ssh-drop@pull" -> cutters.add(dropInPull(desk, machine));
          case "migrate-fails" -> machine.docker().fail(" setup$", 1, "relation exists already");
          case "migration-blocked" -> machine.docker().fail(" setup$", 0, "nothing to migrate");
          case "never-ready" -> machine.docker().neverReady(TO);
          case "locked" -> lock(desk, desk.write(inventory), machine.name());
          case "unreachable" -> struck = struck.machine(machine, "ssh: {port: 1}");
          default -> throw new IllegalStateException(word);
        }
      }
    }
    return struck;
  }

  private static LoopbackMachine named(List<LoopbackMachine> ours, String name) {
    return ours.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  /** Cuts all connections of the server once this machine pulls; the pull goes on meanwhile. */
  private Thread dropInPull(Desk desk, LoopbackMachine machine) throws IOException {
    machine.docker().delay(" pull ", Duration.ofSeconds(1));
    Thread cutter = new Thread(() -> cutOnPull(desk, machine), "cutter");
    cutter.setDaemon(true);
    cutter.start();
    return cutter;
  }

  /** A machine that is never reached never pulls: then the end of the run ends this. */
  private static void cutOnPull(Desk desk, LoopbackMachine machine) {
    try {
      while (!machine.docker().calls().toString().contains(" pull ")) {
        Thread.sleep(20);
      }
      desk.fleet().cutConnections();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another run takes the lock, and keeps it. */
  private static void lock(Desk desk, Path inventory, String name) throws Exception {
    Fleet fleet = ((Reading.Valid) new Inventories(desk.folder()).read(List.of(inventory))).fleet();
    Machine machine =
        fleet.machines().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    LockRequest lockRequest = new LockRequest("other", "bob@desk", "apply", Duration.ofHours(1));
    try (Connection connection = desk.remote().open(machine)) {
      LockResult locked =
          new ScriptOperations(fleet.productLayout(), 5, () -> "0".repeat(32))
              .enter(connection, machine, lockRequest);
      assertThat(locked).isInstanceOf(LockResult.Granted.class);
    }
  }

  private static Course applied(Desk desk, Inventory inventory, Path events) throws Exception {
    Desk.Ran ran =
        desk.run(
            "apply",
            "--yes",
            "--events",
            events.toString(),
            "-i",
            desk.write(inventory).toString());
    Map<String, String> outcomes = new TreeMap<>();
    Map<String, Integer> changedIn = new TreeMap<>();
    int batches = 0;
    String ending = "";
    for (String line : Files.readAllLines(events)) {
      JsonNode event = JSON.readTree(line);
      switch (event.path("type").asString()) {
        case "machine-finished" ->
            outcomes.put(event.path("machine").asString(), event.path("outcome").asString());
        case "step-started" -> {
          if (!List.of("stage", "pull").contains(event.path("step").asString())) {
            changedIn.putIfAbsent(event.path("machine").asString(), batches + 1);
          }
        }
        case "batch-finished" -> batches++;
        case "run-finished" -> ending = event.path("ending").asString();
        default -> {}
      }
    }
    return new Course(outcomes, changedIn, batches, ending, ran.exitCode());
  }
}
