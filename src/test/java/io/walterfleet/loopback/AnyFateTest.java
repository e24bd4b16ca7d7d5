package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.MachineLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Any sequence of deaths, of giving the command again and of wanting something else ends in sync,
 * or blocked for a reason that {@code --retarget} takes away, and no byte of others is lost.
 */
@Tag("loopback")
class AnyFateTest {
  private static final String OURS = "# ours\r\nSECRET_KEY_BASE='a b'\r\nODD=\u00fcx # y\r\nX=1";
  private static final List<String> TARGETS =
      List.of("release: '1.8.2'", "release: '1.8.3'", "release: '1.8.3', host: other.example.com");

  /** Points in steps of all kinds, by the acts that follow them. */
  private static final List<String> POINTS =
      List.of(
          "stage.unpack",
          "pull",
          "lock.take",
          "journal.intent.*",
          "stack.stop",
          "backup.copy",
          "backup.info",
          "journal.done.*",
          "swap.copy",
          "swap.env-*",
          "exchange.complete",
          "exchange.noted",
          "exchange.old-away",
          "exchange.new-in",
          "migrate",
          "restart",
          "finish.installed",
          "lock.release");

  /**
   * One command.
   *
   * @param target what it wants, by its place in the list
   * @param point where machine and controller die, by its place in the list; none beyond its end
   */
  record Run(int target, int point) {
    @Override
    public String toString() {
      String end = point < POINTS.size() ? " dies before " + POINTS.get(point) : "";
      return TARGETS.get(target) + end;
    }
  }

  @Property(tries = 6, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void anySequenceEndsInSyncOrBlockedForAReason(@ForAll("runs") List<Run> runs) throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM)) {
      LoopbackMachine machine = desk.machine(0);
      Files.writeString(env(machine), OURS, StandardOpenOption.APPEND);
      Files.writeString(rows(machine), "1\n");
      for (Run run : runs) {
        apply(desk, run);
        new MachineLock(machine).endLease();
      }
      machine.environment(Map.of());
      Path wanted = inventory(desk, runs.get(runs.size() - 1).target());
      converges(desk, wanted);
      assertThat(Files.readString(env(machine))).endsWith(OURS);
      assertThat(rows(machine)).hasContent("1\n");
      assertThat(new MachineLock(machine).isHeld()).isFalse();
    }
  }

  @Provide
  Arbitrary<List<Run>> runs() {
    Arbitrary<Integer> targets = Arbitraries.integers().between(0, TARGETS.size() - 1);
    Arbitrary<Integer> points = Arbitraries.integers().between(0, POINTS.size());
    return Combinators.combine(targets, points).as(Run::new).list().ofMinSize(1).ofMaxSize(3);
  }

  private static void converges(Desk desk, Path inventory) {
    Ran last = desk.run("apply", "--yes", "-i", inventory.toString());
    if (!desk.look(inventory).equals(Desk.inSync(1))) {
      String why = desk.run("plan", "-i", inventory.toString()).out().replaceAll("\\s+", " ");
      assertThat(why).as(last.toString()).contains("towards another target", "--retarget");
      Ran retargeted = desk.apply(inventory, "--retarget");
      assertThat(retargeted).isEqualTo(Desk.applied(1));
    }
    assertThat(desk.look(inventory)).isEqualTo(Desk.inSync(1));
  }

  private static void apply(Desk desk, Run run) throws IOException {
    LoopbackMachine machine = desk.machine(0);
    Path reached = machine.directory().resolve("reached");
    Files.deleteIfExists(reached);
    boolean dies = run.point() < POINTS.size();
    machine.environment(
        dies
            ? Map.of(
                "WALTER_FLEET_KILL_AT",
                POINTS.get(run.point()) + ".before",
                "WALTER_FLEET_KILL_HOOK",
                ": >'" + reached + "'; " + Death.PROCESS.hook())
            : Map.of());
    desk.reach(() -> new MortalRemote(desk.remote(), () -> Files.exists(reached)));
    try {
      desk.apply(inventory(desk, run.target()));
    } catch (MortalRemote.Death death) {
      // as if the process had gone
    }
    Files.deleteIfExists(reached);
  }

  private static Path inventory(Desk desk, int target) {
    String keys = "backup: volumes, allowDowngrade: true, " + TARGETS.get(target);
    return desk.write(desk.inventory().machine(desk.machine(0), keys));
  }

  private static Path env(LoopbackMachine machine) {
    return machine.install().resolve(".env.deploy");
  }

  private static Path rows(LoopbackMachine machine) {
    return machine.docker().volume("walter_postgres").resolve("rows");
  }
}
