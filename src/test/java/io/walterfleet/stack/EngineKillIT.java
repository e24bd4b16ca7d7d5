package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.MortalGroup.Verdict;
import io.walterfleet.testbed.ContainerFleet;
import io.walterfleet.testbed.ContainerFleet.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The kill matrix on a real engine, with a real PostgreSQL that somebody writes to: a script dies,
 * or the whole machine with its engine and containers, between any two acts of a command.
 *
 * <p>A spread of cells is part of every run. More are asked for: {@code mvn
 * failsafe:integration-test failsafe:verify -Dit.test=EngineKillIT -Dwalter-fleet.cells=1000
 * -Dwalter-fleet.machines=4 -Dwalter-fleet.minutes=120}; or some acts of an upgrade by their names:
 * {@code -Dwalter-fleet.acts=migrate.database,restart.next}.
 */
@Tag("stack")
class EngineKillIT {
  private static final int CELLS = Integer.getInteger("walter-fleet.cells", 1);
  private static final int MACHINES = Integer.getInteger("walter-fleet.machines", 1);
  private static final int MINUTES = Integer.getInteger("walter-fleet.minutes", 60);
  private static final List<String> BUNDLES = List.of("bundle", "mortal");

  @Test
  void noAcknowledgedRowIsLostWhereverAMachineDies() throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    Settings settings = new Settings(MortalMachine.SSHD, "");
    try (ContainerFleet fleet = ContainerFleet.start(BUNDLES.size() * MACHINES, settings)) {
      long until = System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(MINUTES);
      List<MortalGroup> groups = new ArrayList<>();
      for (String bundle : BUNDLES) {
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
        .hasSizeGreaterThanOrEqualTo(
            EngineCell.NAMED.isEmpty()
                ? Math.min(CELLS, 6) * 2 * EngineAct.values().length
                : EngineCell.Way.values().length);
  }
}
