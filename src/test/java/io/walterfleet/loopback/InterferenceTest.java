package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Somebody or something comes between while a stack is restarted, which takes its time. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterferenceTest {
  private Desk desk;
  private int next;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(6, Desk.FROM);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void aConnectionThatIsCutIsTakenUpAndTheStepRunsOnce() throws Exception {
    LoopbackMachine machine = slow();
    Path inventory = desk.write(desk.inventory().only(List.of(machine)));
    desk.fleet().clearLogs();
    CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    Desk.await(() -> isRestarting(machine));
    desk.fleet().cutConnections();
    assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(Desk.applied(1));
    assertThat(machine.docker().calls().stream().filter(call -> call.contains(" up -d")))
        .hasSize(1);
    assertThat(desk.fleet().log().logins()).hasSize(2);
    desk.assertNothingToDo(1, inventory);
  }

  @Test
  void aMachineThatAnotherRunHoldsIsLeftAlone() throws Exception {
    LoopbackMachine machine = slow();
    Path inventory = desk.write(desk.inventory().only(List.of(machine)));
    String file = inventory.toString();
    CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    Desk.await(() -> isRestarting(machine));
    Ran planned = desk.run("plan", "-i", file);
    Ran second = desk.apply(inventory);
    Ran unlocked = desk.run("unlock", "1-wrong", "-i", file);
    assertThat(planned)
        .isEqualTo(
            new Ran(
                6,
                """
                Plan RUN for fleet loopback, made NOW
                No machine to act on now.
                  inventory   DESK/fleet.yml
                  since then  plan RUN (N s ago): no longer: machine-00N

                1 machine blocked: there is something to do, and it must not be done
                  ! machine-00N
                      locked by ana@desk (run RUN, apply) for another N s unless it is renewed
                      fix: wait for that run; if it is dead: walter-fleet unlock -i INVENTORY 1-RUN --limit machine-00N

                1 machine: 1 blocked
                """
                    .replace("machine-00N", machine.name()),
                ""));
    assertThat(second.exitCode()).isEqualTo(6);
    assertThat(second.out()).isEqualTo("1 machine: 1 locked in TIME\n");
    assertThat(second.err())
        .matches(
            """
            note: run RUN of ana@desk \\(apply\\) has locked machine-00\\d for \\d+ s
                fix: let it end, or run the same again with --wait
            """);
    assertThat(unlocked)
        .isEqualTo(
            new Ran(
                6,
                """
                machine-00N: could not release lock 1-wrong: the machine is locked under 1-RUN by ana@desk (nothing was changed)
                    fix: look at it: walter-fleet status -i INVENTORY --limit machine-00N
                1 machine: 1 refused
                """
                    .replace("machine-00N", machine.name()),
                ""));
    assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(Desk.applied(1));
    desk.assertNothingToDo(1, inventory);
  }

  @Test
  void aSavedPlanMeetsALockedMachine() throws Exception {
    LoopbackMachine machine = slow();
    Path inventory = desk.write(desk.inventory().only(List.of(machine)));
    String plan = desk.folder().resolve("plan.json").toString();
    desk.look(inventory, "--out", plan);
    CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    Desk.await(() -> isRestarting(machine));
    Ran second = desk.run("apply", "--yes", "-i", inventory.toString(), plan);
    assertThat(
            new Ran(second.exitCode(), second.out(), second.err().replaceAll("(?m)\\d+ s$", "N s")))
        .isEqualTo(
            new Ran(
                6,
                """
                NOW run RUN of 1 machine began
                NOW machine-00N: stage had nothing to do in TIME
                NOW machine-00N: pull had nothing to do in TIME
                NOW machine-00N: locked: locked by ana@desk (run RUN, apply) for another N s unless it is renewed (nothing was changed)
                    fix: wait for that run; if it is dead: walter-fleet unlock -i INVENTORY 1-RUN --limit machine-00N
                NOW batch 1 of 1 (remaining) ended: none failed
                locked: machine-00N
                    locked by ana@desk (run RUN, apply) for another N s unless it is renewed
                    (nothing was changed)
                    fix: wait for that run; if it is dead: walter-fleet unlock -i INVENTORY 1-RUN --limit machine-00N

                1 machine: 1 locked in TIME
                """
                    .replace("machine-00N", machine.name()),
                """
                note: run RUN of ana@desk (apply) has locked machine-00N for N s
                    fix: let it end, or run the same again with --wait
                """
                    .replace("machine-00N", machine.name())));
    assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(Desk.applied(1));
    desk.assertNothingToDo(1, inventory);
  }

  @Test
  void anInterruptFinishesTheMachineBeginsNoOtherAndLeavesNoLock() throws Exception {
    LoopbackMachine first = slow();
    LoopbackMachine second = slow();
    Path inventory =
        desk.write(desk.inventory().only(List.of(first, second)).rollout("batch: [1]"));
    CompletableFuture<Ran> run =
        CompletableFuture.supplyAsync(
            () -> desk.run("apply", "--yes", "-f", "1", "-i", inventory.toString()));
    Desk.await(() -> isRestarting(first));
    desk.interrupt();
    Ran interrupted = run.get(60, TimeUnit.SECONDS);
    assertThat(interrupted.exitCode()).isEqualTo(130);
    assertThat(interrupted.out())
        .endsWith(
            """
            Interrupted: no machine is begun; those whose downtime has begun are brought up first. A second signal stops at once.
            NOW machine-00N: restart done in TIME
            NOW machine-00N: gate passed in TIME
            NOW machine-00N: finish done in TIME
            NOW machine-00N: applied
            NOW batch 1 of 2 (remaining) ended: none failed
            applied: machine-00N
            skipped: machine-00M
                interrupted before its turn

            2 machines: 1 applied, 1 skipped in TIME; interrupted
            """
                .replace("machine-00N", first.name())
                .replace("machine-00M", second.name()));
    assertThat(second.docker().changes()).allMatch(call -> call.contains(" pull "));
    assertThat(desk.apply(inventory))
        .isEqualTo(new Ran(0, "2 machines: 1 in sync, 1 applied in TIME\n", ""));
    desk.assertNothingToDo(2, inventory);
  }

  @Test
  void anInterruptBetweenBackupAndSwapLeavesTheStackRunning() throws Exception {
    LoopbackMachine machine = desk.machine(next++);
    machine.docker().delay(" stop ", Duration.ofSeconds(2));
    Path inventory =
        desk.write(desk.inventory().only(List.of(machine)).with("defaults", "{backup: volumes}"));
    CompletableFuture<Ran> run =
        CompletableFuture.supplyAsync(() -> desk.run("apply", "--yes", "-i", inventory.toString()));
    Desk.await(() -> machine.docker().calls().stream().anyMatch(call -> call.contains(" stop ")));
    desk.interrupt();
    Ran interrupted = run.get(60, TimeUnit.SECONDS);
    assertThat(interrupted.exitCode()).isEqualTo(130);
    assertThat(interrupted.out())
        .endsWith(
            """
            failed: machine-00N
                interrupted before swap; the stack, which was stopped for its backup, runs again
                fix: run apply again: it makes the backup anew

            1 machine: 1 failed in TIME; interrupted
            """
                .replace("machine-00N", machine.name()));
    assertThat(machine.docker().running()).containsOnlyKeys("postgres", "walter");
    assertThat(desk.run("plan", "-i", inventory.toString()).out())
        .contains("run RUN did not end; resumes at backup\n");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
  }

  private LoopbackMachine slow() throws Exception {
    LoopbackMachine machine = desk.machine(next++);
    machine.docker().delay(" up -d", Duration.ofSeconds(3));
    return machine;
  }

  private static boolean isRestarting(LoopbackMachine machine) throws IOException {
    return machine.docker().calls().stream().anyMatch(call -> call.contains(" up -d"));
  }
}
