package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.MortalGroup.Verdict;
import io.walterfleet.testbed.ContainerFleet;
import io.walterfleet.testbed.ContainerFleet.Settings;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The kill matrix on a real engine, with a real PostgreSQL that somebody writes to: a script dies,
 * or the whole machine with its engine and containers, between any two acts of a command.
 *
 * <p>Three cells of each command with two of the bundles are part of every run, spread over its
 * acts, the ways to die in turn: always the same. More are asked for: {@code mvn
 * failsafe:integration-test failsafe:verify -Dit.test=EngineKillIT -Dwalter-fleet.cells=1000
 * -Dwalter-fleet.machines=4 -Dwalter-fleet.minutes=120
 * -Dwalter-fleet.bundles=bundle,mortal,elsewhere}; some commands and bundles by {@code
 * -Dwalter-fleet.commands=KEYS,ROLLBACK -Dwalter-fleet.bundles=mortal -Dwalter-fleet.from=21},
 * which is the first act of each; or some acts of an upgrade by their names: {@code
 * -Dwalter-fleet.acts=migrate.database,restart.next}.
 */
@Tag("stack")
class EngineKillIT {
  private static final int CELLS = Integer.getInteger("walter-fleet.cells", 3);
  private static final int MACHINES = Integer.getInteger("walter-fleet.machines", 1);
  private static final int MINUTES = Integer.getInteger("walter-fleet.minutes", 60);
  private static final List<EngineBundle> BUNDLES =
      Stream.of(EngineBundle.values())
          .filter(
              bundle ->
                  System.getProperty("walter-fleet.bundles", "bundle,mortal")
                      .contains(bundle.toString()))
          .toList();

  @Test
  void noAcknowledgedRowIsLostWhereverAMachineDies() throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    Settings settings = new Settings(MortalMachine.SSHD, "");
    try (ContainerFleet fleet = ContainerFleet.start(BUNDLES.size() * MACHINES, settings)) {
      long until = System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(MINUTES);
      List<MortalGroup> groups = new ArrayList<>();
      for (EngineBundle bundle : BUNDLES) {
        groups.add(MortalGroup.of(fleet, bundle, groups.size() * MACHINES, MACHINES, CELLS));
      }
      ExecutorService threads = Executors.newFixedThreadPool(groups.size());
      List<Future<List<Verdict>>> played = new ArrayList<>();
      groups.forEach(group -> played.add(threads.submit(() -> group.play(until))));
      for (Future<List<Verdict>> one : played) {
        verdicts.addAll(one.get());
      }
      threads.shutdown();
    }
    assertThat(verdicts.stream().filter(verdict -> !verdict.holds())).isEmpty();
    assertThat(verdicts.stream().filter(verdict -> !verdict.point().isEmpty()))
        .hasSizeGreaterThanOrEqualTo(least());
  }

  /** How many machines must have died: of whom are to die later than all acts none does. */
  private static int least() {
    int least = 0;
    for (EngineBundle bundle : BUNDLES) {
      for (Deque<EngineCell> cells : EngineCell.spread(bundle, CELLS).values()) {
        least += Math.min(cells.size(), 6);
      }
    }
    return EngineCell.NAMED.isEmpty() ? least : EngineCell.Way.values().length;
  }
}
