package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.KillBatch.Cell;
import io.walterfleet.loopback.KillBatch.Undisturbed;
import io.walterfleet.loopback.KillBatch.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Machines die at every point between two acts of a whole command, in every way there is; then the
 * same command must make them what they would have become.
 *
 * <p>The points are not listed anywhere: an undisturbed run is traced. It takes its time, so it is
 * asked for by name: {@code mvn test -Dtest=KillMatrix}, or {@code KillMatrix#anUpgrade}, or some
 * points only by {@code -Dkill.points=stage.*}. The whole matrix is in {@code
 * target/kill-matrix.txt} afterwards; points that were not played keep what was found before.
 */
@Tag("loopback")
class KillMatrix {
  private static final int MACHINES = 24;
  private static final int BATCHES_AT_ONCE = 2;

  @Test
  void anUpgrade() throws Exception {
    everyCellHolds(Scenario.UPGRADE);
  }

  @Test
  void aFirstInstall() throws Exception {
    everyCellHolds(Scenario.FIRST_INSTALL);
  }

  @Test
  void aChangeOfKeysAfterADump() throws Exception {
    everyCellHolds(Scenario.KEYS);
  }

  @Test
  void aRollbackOfVolumesAndDirectory() throws Exception {
    everyCellHolds(Scenario.ROLLBACK);
  }

  @Test
  void aRollbackByCopies() throws Exception {
    everyCellHolds(Scenario.ROLLBACK_BY_COPIES);
  }

  @Test
  void aRollbackOfKeys() throws Exception {
    everyCellHolds(Scenario.ROLLBACK_OF_KEYS);
  }

  @Test
  void theMendingOfASwapThatDiedBetweenItsRenames() throws Exception {
    everyCellHolds(Scenario.MENDED_WINDOW);
  }

  private static void everyCellHolds(Scenario scenario) throws Exception {
    Undisturbed undisturbed = KillBatch.undisturbed(scenario);
    String chosen = System.getProperty("kill.points", ".*");
    List<KillPoint> points =
        undisturbed.points().stream().filter(point -> point.act().matches(chosen)).toList();
    List<Cell> cells = new ArrayList<>();
    for (KillPoint point : points) {
      for (Death death : Death.values()) {
        cells.add(new Cell(point, death));
      }
    }
    KillPlay play = new KillPlay(scenario, undisturbed, MACHINES);
    List<Verdict> verdicts = play.all(cells, BATCHES_AT_ONCE);
    System.out.println(KillReport.add(scenario, points, verdicts));
    List<Verdict> failed = verdicts.stream().filter(verdict -> !verdict.holds()).toList();
    assertThat(failed).isEmpty();
    assertThat(verdicts).hasSameSizeAs(cells);
  }
}
