package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A signal in any step of an upgrade or of a rollback: Walter answers afterwards, or the output
 * names the machine, and the next run goes on. That INT, TERM and HUP are one and the same, {@link
 * InterruptIT} shows.
 */
@Tag("loopback")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalsTest {
  private static final int CASES = 9;

  private Desk desk;
  private int next;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(CASES, Desk.FROM);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @ParameterizedTest
  @CsvSource({
    "stage, 130, 1 skipped",
    "pull, 130, 1 skipped",
    "backup, 130, 1 failed",
    "swap, 0, 1 applied",
    "migrate, 0, 1 applied",
    "restart, 0, 1 applied",
    "gate, 0, 1 applied",
    "finish, 0, 1 applied"
  })
  void anUpgradeLeavesNobodyDownUnnamed(String step, int exitCode, String outcome)
      throws Exception {
    LoopbackMachine machine = desk.machine(next++);
    Path inventory = inventory(machine);
    Ran ran = interruptedAt(step, List.of("apply", "--yes", "-q", "-i", inventory.toString()));
    assertThat(ran.out()).startsWith("1 machine: " + outcome + " in TIME");
    assertThat(ran.exitCode()).isEqualTo(exitCode);
    assertIsServedOrNamed(machine, inventory, ran);
    assertThat(desk.apply(inventory).exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource("rollback, 0, 1 rolled back")
  void aRollbackLeavesNobodyDownUnnamed(String step, int exitCode, String outcome)
      throws Exception {
    LoopbackMachine machine = desk.machine(CASES - 1);
    Path inventory = inventory(machine);
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    Ran ran =
        interruptedAt(
            step, List.of("rollback", "--all", "--yes", "-q", "-i", inventory.toString()));
    assertThat(ran.out()).endsWith("1 machine: " + outcome + "\n");
    assertThat(ran.exitCode()).isEqualTo(exitCode);
    assertIsServedOrNamed(machine, inventory, ran);
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
  }

  private Path inventory(LoopbackMachine machine) {
    return desk.write(
        desk.inventory().only(List.of(machine)).with("defaults", "{backup: volumes}"));
  }

  /** Runs a command line, and sends the signal once this step has begun. */
  private Ran interruptedAt(String step, List<String> line) throws Exception {
    Path events = Files.createTempFile(desk.folder(), "events-", ".jsonl");
    Files.delete(events);
    List<String> words = new ArrayList<>(line);
    words.addAll(List.of("--events", events.toString()));
    CompletableFuture<Ran> run =
        CompletableFuture.supplyAsync(() -> desk.run(words.toArray(String[]::new)));
    String begun = "\"type\":\"step-started\"";
    Desk.await(
        () ->
            run.isDone()
                || (Files.exists(events)
                    && Files.readAllLines(events).stream()
                        .anyMatch(
                            one ->
                                one.contains(begun) && one.contains("\"step\":\"" + step + "\""))));
    desk.interrupt();
    return run.get(200, TimeUnit.SECONDS);
  }

  private void assertIsServedOrNamed(LoopbackMachine machine, Path inventory, Ran ran) {
    String status = desk.run("status", "-q", "-i", inventory.toString()).out();
    if (status.contains("health")) {
      assertThat(ran.out())
          .as("the machine is not healthy: %s", status)
          .contains("Walter is down, or may be, on 1 machine: " + machine.name());
    }
  }
}
