package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Waves, batches and the failure budget; each test has machines of its own. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutTest {
  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(14, Desk.FROM);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void aCanaryThatNeverGetsReadyIsRolledBackAndStopsTheRun() throws Exception {
    List<LoopbackMachine> ours = machines(0, 3);
    Path inventory =
        desk.write(
            desk.inventory()
                .only(ours)
                .group("canary", ours.subList(0, 1))
                .with("defaults", "{image: 'ghcr.io/matchylabs/walter:1.8.90'}")
                .with(
                    "rollout",
                    "{waves: [canary], batch: [100%],"
                        + " gate: {timeout: 1s, interval: 50ms, healthyFor: 50ms}}"));
    assertThat(desk.run("apply", "--yes", "-f", "1", "-i", inventory.toString()))
        .isEqualTo(
            new Ran(
                4,
                """
                Plan RUN for fleet loopback, made NOW
                3 of 3 machines to act on, bundle 2026.11.1
                  inventory   DESK/fleet.yml

                3 machines to change
                  ~ 3 machines: machine-[001:003]
                      release     1.8.2 -> 1.8.90
                      image       ghcr.io/matchylabs/walter:1.8.90
                      bundle      unknown -> 2026.11.1
                      steps       stage, pull, backup, swap, migrate, restart, gate, finish
                      backup      volumes: copied while Walter runs, finished while it is stopped
                      downtime    seconds to minutes: the last copies (at worst of all), migration, restart

                2 batches in this order
                  1  canary     1 machine   machine-001
                  2  remaining  2 machines  machine-002, machine-003
                Stops when the first machine fails.
                A machine whose new release does not become ready is put back.
                Takes about 9 min 6 s, and each machine is down for 1 min 56 s, if each step takes its usual time:
                this controller remembers no run of this fleet that did any of it.

                3 machines: 3 to change

                NOW run RUN of 3 machines began
                NOW machine-001: stage done in TIME
                NOW machine-002: stage done in TIME
                NOW machine-003: stage done in TIME
                NOW machine-001: pull done in TIME
                NOW machine-002: pull done in TIME
                NOW machine-003: pull done in TIME
                NOW machine-001: backup done in TIME
                NOW machine-001: swap done in TIME
                NOW machine-001: migrate done in TIME
                NOW machine-001: restart done in TIME
                NOW machine-001: gate failed in TIME
                NOW machine-001: rollback done in TIME
                NOW machine-001: gate passed in TIME
                NOW machine-001: rolled-back: it did not become ready: after 1 s /health/ready answered 503; it has what it had before, and is healthy
                NOW batch 1 of 2 (canary) ended: 1 failed
                skipped: 2 machines: machine-002, machine-003
                    the failure budget was spent before its turn
                rolled-back: machine-001
                    it did not become ready: after 1 s /health/ready answered 503; it has what it had before, and is
                    healthy

                3 machines: 2 skipped, 1 rolled back in TIME; stopped: more than 0 failed
                """,
                ""));
    for (LoopbackMachine machine : ours) {
      assertThat(machine.docker().running())
          .containsEntry("walter", "ghcr.io/matchylabs/walter:" + Desk.FROM);
    }
    assertThat(desk.machine(1).docker().changes()).allMatch(call -> call.contains(" pull "));
    assertThat(desk.machine(1).install().resolve("VERSION")).doesNotExist();
    desk.fleet().publish("1.8.90", 9, "");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(3));
    desk.assertNothingToDo(3, inventory);
  }

  @Test
  void wavesGoInOrderAndBatchesGrow() throws Exception {
    List<LoopbackMachine> ours = machines(3, 9);
    Path inventory =
        desk.write(
            desk.inventory()
                .only(ours)
                .group("late", ours.subList(0, 1))
                .group("canary", ours.subList(5, 6))
                .rollout("waves: [canary, stores], batch: [1, 100%]"));
    Path events = desk.folder().resolve("events");
    assertThat(desk.apply(inventory, "--events", events.toString())).isEqualTo(Desk.applied(6));
    List<String> order = finished(events);
    assertThat(order.subList(4, 7))
        .containsExactlyInAnyOrder("machine-006", "machine-007", "machine-008");
    assertThat(order.subList(0, 4))
        .containsExactly("machine-009", "canary", "machine-005", "stores");
    assertThat(order.subList(7, 10)).containsExactly("stores", "machine-004", "remaining");
    desk.assertNothingToDo(6, inventory);
  }

  @Test
  void aFailureWithinTheBudgetLeavesTheRestAsPlanned() throws Exception {
    List<LoopbackMachine> ours = machines(9, 12);
    ours.get(1).docker().failPull("postgres", "denied: denied");
    Path inventory = desk.write(desk.inventory().only(ours).rollout("maxFailed: 1"));
    Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out())
        .endsWith(
            """
            applied: 2 machines: machine-010, machine-012
            failed: machine-011
                pull failed: could not pull ghcr.io/matchylabs/postgres:15: "Error response from daemon: denied:
                denied" (nothing was changed)
                fix: check the image's name, and let this user log in to its registry on the machine: docker login ghcr.io

            3 machines: 2 applied, 1 failed in TIME
            """);
    ours.get(1).docker().heal();
    assertThat(desk.apply(inventory))
        .isEqualTo(new Ran(0, "3 machines: 2 in sync, 1 applied in TIME\n", ""));
    desk.assertNothingToDo(3, inventory);
  }

  @Test
  void aMachineThatStaysMigrationBlockedIsToldApart() throws Exception {
    List<LoopbackMachine> ours = machines(12, 14);
    desk.fleet().publish("1.8.95", 12, "");
    ours.get(0).docker().fail(" setup$", 0, "nothing to migrate");
    Inventory wanted =
        desk.inventory()
            .only(ours)
            .defaults("image: 'ghcr.io/matchylabs/walter:1.8.95'")
            .rollout("maxFailed: 1");
    Path inventory = desk.write(wanted);
    Ran ran = desk.run("apply", "--yes", "-i", inventory.toString());
    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(ran.out())
        .endsWith(
            """
            applied: machine-014
            migration-blocked: machine-013
                its schema is older than its code, and the setup service did not change that
                fix: see what the setup service says: docker compose run --rm setup in ~/walter-onprem

            2 machines: 1 applied, 1 migration-blocked in TIME
            """);
    String file = inventory.toString();
    assertThat(desk.run("plan", "--quiet", "--health", "-i", file).exitCode()).isEqualTo(7);
    assertThat(desk.run("status", "--quiet", "-i", file).exitCode()).isEqualTo(7);
    ours.get(0).docker().heal();
    assertThat(desk.apply(inventory))
        .isEqualTo(new Ran(0, "2 machines: 1 in sync, 1 applied in TIME\n", ""));
    desk.assertNothingToDo(2, inventory);
  }

  private List<LoopbackMachine> machines(int from, int to) {
    return IntStream.range(from, to).mapToObj(desk::machine).toList();
  }

  /** The machines and batches in the order in which they were through. */
  private static List<String> finished(Path events) throws Exception {
    return Files.readAllLines(events).stream()
        .filter(line -> line.matches(".*\"type\":\"(machine|batch)-finished\".*"))
        .map(line -> line.replaceAll(".*\"(machine|wave)\":\"([^\"]*)\".*", "$2"))
        .toList();
  }
}
