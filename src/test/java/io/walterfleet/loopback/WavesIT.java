package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.PackedProgram;
import io.walterfleet.testbed.PackedProgram.Ended;
import io.walterfleet.testbed.PackedProgram.Moment;
import io.walterfleet.testbed.PackedProgram.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One saved plan, carried out by packed programs one after the other: each is a process with a
 * state of its own, as on another controller, and the soak passes in real time.
 */
@Tag("loopback")
@Timeout(180)
class WavesIT {
  private static final Duration SOAK = Duration.ofSeconds(8);

  /** So much are the clocks of the canaries ahead, after which a lease has ended. */
  private static final Duration AHEAD = Duration.ofMinutes(2);

  private static final String WAVES =
      "batch: [100%], waves: [{group: canary, soak: " + SOAK.toSeconds() + "s}, stores]";

  @Test
  void aKilledProcessIsFollowedByOthersThatWaitForTheSoakAndHeedASickCanary() throws Exception {
    try (Desk desk = Desk.withInstalled(4, Desk.FROM)) {
      List<LoopbackMachine> canaries = desk.fleet().machines().subList(0, 2);
      List<LoopbackMachine> stores = desk.fleet().machines().subList(2, 4);
      Path inventory = desk.write(desk.inventory().group("canary", canaries).rollout(WAVES));
      String plan = desk.folder().resolve("plan.json").toString();
      List<String> out = List.of("plan", "-i", inventory.toString(), "--out", plan);
      assertThat(controller(desk, "author").run(Moment.NEVER, out).exitCode()).isZero();
      List<String> apply = List.of("apply", plan, "--yes", "-i", inventory.toString());

      diesInTheCanary(desk, apply);
      Ended second = controller(desk, "second").run(Moment.NEVER, apply);
      Instant done = Instant.now();
      assertThat(second.exitCode()).as(second.said()).isEqualTo(11);
      assertThat(second.said()).contains("wave 'canary' soaks for 8s");

      desk.fleet().killWalter(canaries.get(1));
      sleepUntil(done.plus(SOAK));
      Ended sick = controller(desk, "third").run(Moment.NEVER, apply);
      assertThat(sick.exitCode()).as(sick.said()).isEqualTo(4);
      assertThat(sick.said()).contains("not begun, because Walter is not well on machines that");
      for (LoopbackMachine store : stores) {
        assertThat(store.home().resolve(".walter-fleet/audit.log")).doesNotExist();
      }

      desk.fleet().reviveWalter(canaries.get(1));
      Ended last = controller(desk, "fourth").run(Moment.NEVER, apply);
      assertThat(last.exitCode()).as(last.said()).isZero();
      for (LoopbackMachine machine : desk.fleet().machines()) {
        assertThat(acts(machine, "swap: changed")).as(machine.name()).hasSize(1);
        assertThat(acts(machine, "restart: changed")).as(machine.name()).hasSize(1);
        assertThat(acts(machine, "finish: changed")).as(machine.name()).hasSize(1);
        assertThat(machine.docker().changes().stream().filter(call -> call.contains(" up -d")))
            .as(machine.name())
            .hasSize(1);
      }
      Instant soaking = when(canaries.get(1), "finish: changed").minus(AHEAD);
      for (LoopbackMachine store : stores) {
        assertThat(Duration.between(soaking, when(store, "swap: changed")))
            .isGreaterThanOrEqualTo(SOAK);
      }
      Ended none = controller(desk, "fifth").run(Moment.NEVER, apply);
      assertThat(none.said()).contains("4 machines: 4 in sync");
      desk.assertNothingToDo(4, inventory);
    }
  }

  /** One canary is done, and the other one is just started; its lock ends with its lease. */
  private static void diesInTheCanary(Desk desk, List<String> apply) throws Exception {
    LoopbackMachine slow = desk.machine(1);
    slow.docker().delay(" up -d", Duration.ofSeconds(1));
    Path record = desk.machine(0).home().resolve(".walter-fleet/installed");
    Signal killed =
        new Signal(
            "KILL",
            "the canary",
            0,
            events ->
                Files.exists(record)
                    && slow.docker().changes().stream().anyMatch(call -> call.contains(" up -d")));
    assertThat(controller(desk, "first").run(killed, apply).exitCode()).isEqualTo(137);
    Desk.await(() -> !acts(slow, "restart: changed").isEmpty());
    slow.clock(AHEAD);
    desk.machine(0).clock(AHEAD);
  }

  private static PackedProgram controller(Desk desk, String name) throws IOException {
    return new PackedProgram(Files.createDirectories(desk.folder().resolve(name)));
  }

  private static void sleepUntil(Instant moment) throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), moment).toMillis()));
  }

  private static List<String> acts(LoopbackMachine machine, String words) throws IOException {
    return Files.readAllLines(machine.home().resolve(".walter-fleet/audit.log")).stream()
        .filter(line -> line.contains(" " + words))
        .toList();
  }

  private static Instant when(LoopbackMachine machine, String words) throws IOException {
    return Instant.parse(acts(machine, words).get(0).split(" ", -1)[0]);
  }
}
