package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** More than one controller, or one that is not what it was. */
@Tag("loopback")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControllersTest {
  private static final int CROWD = 20;
  private static final Duration PAST_A_LEASE = Duration.ofMinutes(2);

  private Desk desk;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(CROWD + 3, Desk.FROM);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void oneThatWasPausedPastItsLeaseIsRefusedAtItsNextStep() throws Exception {
    LoopbackMachine machine = desk.machine(CROWD);
    machine.docker().delay(" stop ", Duration.ofSeconds(1));
    Path inventory =
        desk.write(desk.inventory().only(List.of(machine)).with("defaults", "{backup: volumes}"));
    try (ControllerProcess paused =
        ControllerProcess.start(desk, List.of("apply", "--yes", "-i", inventory.toString()))) {
      Desk.await(() -> isCalled(machine, " stop "));
      paused.pause();
      Desk.await(() -> hasEnded(machine, "backup"));
      machine.clock(PAST_A_LEASE);
      assertThat(desk.run("plan", "-i", inventory.toString()).out())
          .contains("run RUN did not end; resumes at swap (it stopped the stack,");
      assertThat(desk.run("status", "-i", inventory.toString()).out())
          .contains("stopped by run RUN", " (lapsed)");
      assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
      List<String> calls = machine.docker().changes();
      paused.resume();
      assertThat(paused.exitCode()).isEqualTo(6);
      assertThat(paused.said())
          .endsWith(
              """
              locked: machine-021
                  the lock was taken over before swap: the step was not begun: the lock is not this run's any more
                  (last: run RUN of ana@desk)
                  fix: see who has it: walter-fleet status -i INVENTORY --limit machine-021

              1 machine: 1 locked in TIME
              """);
      assertThat(machine.docker().changes()).isEqualTo(calls);
    }
    assertThat(olderInstalls(machine)).isEqualTo(1);
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
  }

  @Test
  void oneThatDiesLeavesNoLockPastItsLease() throws Exception {
    LoopbackMachine machine = desk.machine(CROWD + 1);
    machine.docker().delay(" up -d", Duration.ofSeconds(1));
    Path inventory = desk.write(desk.inventory().only(List.of(machine)));
    try (ControllerProcess killed =
        ControllerProcess.start(desk, List.of("apply", "--yes", "-i", inventory.toString()))) {
      Desk.await(() -> isCalled(machine, " up -d"));
      killed.kill();
    }
    Desk.await(() -> hasEnded(machine, "restart"));
    assertThat(desk.look(inventory)).isEqualTo(new Ran(6, "1 machine: 1 blocked\n", ""));
    machine.clock(PAST_A_LEASE);
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(1));
    assertThat(count(machine, " up -d")).isEqualTo(1);
    assertThat(olderInstalls(machine)).isEqualTo(1);
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
  }

  @Test
  void oneWithoutALocaleWritesMarkdownAsAnyOther() throws Exception {
    Path inventory = desk.write(desk.inventory().only(List.of(desk.machine(CROWD + 2))));
    List<String> plan = List.of("plan", "--format", "markdown", "-i", inventory.toString());
    try (ControllerProcess cron =
        ControllerProcess.start(desk, List.of("env", "-u", "LANG", "LC_ALL=C"), plan)) {
      assertThat(cron.exitCode()).isZero();
      assertThat(cron.said()).contains("`1.8.2` \u2192 `1.8.3`");
    }
  }

  @Test
  void twoAtOnceApplyEachOfTwentyMachinesOnce() throws Exception {
    List<LoopbackMachine> ours = desk.fleet().machines().subList(0, CROWD);
    Path inventory = desk.write(desk.inventory().only(ours));
    CompletableFuture<Ran> one = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    CompletableFuture<Ran> two = CompletableFuture.supplyAsync(() -> desk.apply(inventory));
    List<Ran> both = List.of(one.get(200, TimeUnit.SECONDS), two.get(200, TimeUnit.SECONDS));
    assertThat(both.stream().mapToInt(ran -> counted(ran, "applied")).sum()).isEqualTo(CROWD);
    for (Ran ran : both) {
      assertThat(ran.err())
          .matches("(note: run \\S+ of \\S+ \\(apply\\) has locked .*\n    fix: .*\n)?");
      assertThat(ran.out()).matches("20 machines:( \\d+ (in sync|applied|locked),?)+ in TIME\\n");
      assertThat(ran.exitCode()).isEqualTo(counted(ran, "locked") > 0 ? 6 : 0);
    }
    for (LoopbackMachine machine : ours) {
      assertThat(count(machine, " up -d")).as(machine.name()).isEqualTo(1);
      assertThat(count(machine, " run ")).as(machine.name()).isEqualTo(1);
      assertThat(olderInstalls(machine)).as(machine.name()).isEqualTo(1);
    }
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(CROWD));
  }

  /** How many machines the closing line has with this outcome. */
  private static int counted(Ran ran, String outcome) {
    return Stream.of(ran.out().split("[:,]| in TIME", -1))
        .map(String::strip)
        .filter(part -> part.endsWith(" " + outcome))
        .mapToInt(part -> Integer.parseInt(part.substring(0, part.indexOf(' '))))
        .sum();
  }

  private static boolean isCalled(LoopbackMachine machine, String words) throws IOException {
    return count(machine, words) > 0;
  }

  private static long count(LoopbackMachine machine, String words) throws IOException {
    return machine.docker().calls().stream()
        .filter(call -> call.startsWith("docker compose "))
        .filter(call -> call.contains(words))
        .count();
  }

  /** Once its exit is written, a step renews the lock no more. */
  private static boolean hasEnded(LoopbackMachine machine, String step) throws IOException {
    try (Stream<Path> files = Files.walk(machine.home().resolve(".walter-fleet/steps"))) {
      return files.anyMatch(file -> file.endsWith(Path.of(step, "exit")));
    }
  }

  /** How often a directory was exchanged: each time leaves the older one. */
  private static long olderInstalls(LoopbackMachine machine) throws IOException {
    try (Stream<Path> files = Files.list(machine.home())) {
      return files.filter(file -> file.toString().contains("walter-onprem.backup-")).count();
    }
  }
}
