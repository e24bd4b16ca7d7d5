package io.walterfleet.loopback;

import io.walterfleet.loopback.KillBatch.Cell;
import io.walterfleet.loopback.KillBatch.Undisturbed;
import io.walterfleet.loopback.KillBatch.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays many cells of one scenario, some machines at a time.
 *
 * @param machines how many die in one run of the command, at most
 */
record KillPlay(Scenario scenario, Undisturbed undisturbed, int machines) {
  /** All cells, in batches of which so many run side by side; one verdict each. */
  List<Verdict> all(List<Cell> cells, int atOnce) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<List<Verdict>>> played = new ArrayList<>();
      for (List<Cell> batch : batches(cells)) {
        played.add(threads.submit(() -> play(batch)));
      }
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<List<Verdict>> one : played) {
        verdicts.addAll(one.get());
      }
      return verdicts;
    } finally {
      threads.shutdownNow();
    }
  }

  /** A batch that could not be played to its end has no cell that holds. */
  private List<Verdict> play(List<Cell> batch) {
    try {
      List<Verdict> verdicts = KillBatch.play(scenario, undisturbed, batch);
      verdicts.stream().filter(verdict -> !verdict.holds()).forEach(System.out::println);
      System.out.println(scenario + ": " + batch.size() + " cells played");
      return verdicts;
    } catch (Exception failure) {
      return batch.stream().map(cell -> new Verdict(cell, List.of(failure.toString()))).toList();
    }
  }

  private List<List<Cell>> batches(List<Cell> cells) {
    Map<String, List<Cell>> kinds = new LinkedHashMap<>();
    for (Cell cell : cells) {
      kinds.computeIfAbsent(kind(cell), kind -> new ArrayList<>()).add(cell);
    }
    List<List<Cell>> batches = new ArrayList<>();
    for (List<Cell> kind : kinds.values()) {
      for (int i = 0; i < kind.size(); i += machines) {
        batches.add(kind.subList(i, Math.min(i + machines, kind.size())));
      }
    }
    return batches;
  }

  /**
   * None pulls before all have staged, and nothing is changed before all have pulled: who waits in
   * the one keeps all from the next.
   */
  private String kind(Cell cell) {
    if (!cell.death().killsController()) {
      return "goes on";
    }
    List<KillPoint> points = undisturbed.points();
    List<KillPoint> until = points.subList(0, points.indexOf(cell.point()) + 1);
    if (until.stream().anyMatch(point -> point.act().startsWith("lock."))) {
      return "dies changing";
    }
    boolean pulls = until.stream().anyMatch(point -> point.act().startsWith("pull"));
    return pulls ? "dies pulling" : "dies staging";
  }
}
