package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.RandomKill.Shape;
import io.walterfleet.loopback.RandomKill.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The controller is killed at 300 random moments; nothing is lost.
 *
 * <p>It takes its time, so it is asked for by name: {@code mvn test -Dtest=RandomKills}, with
 * {@code -Dkills=300 -Dkills.seed=1} to have other kills, and {@code -Dkills.machines=4
 * -Dkills.slots=2} to have several machines with slots. What became of each is in {@code
 * target/random-kills.txt} afterwards.
 */
@Tag("loopback")
class RandomKills {
  private static final Path FILE = Path.of("target", "random-kills.txt");

  @Test
  void everyKillConvergesAndLosesNothing() throws Exception {
    Files.deleteIfExists(FILE);
    int kills = Integer.getInteger("kills", 300);
    Shape shape =
        new Shape(Integer.getInteger("kills.machines", 1), Integer.getInteger("kills.slots", 1));
    int fleets = Integer.getInteger("kills.fleets", 3);
    List<Verdict> verdicts = play(Long.getLong("kills.seed", 1L), kills, fleets, shape);
    long lost = verdicts.stream().filter(verdict -> !verdict.faults().isEmpty()).count();
    String line = kills + " kills of the controller: " + (kills - lost) + " converged, " + lost;
    System.out.println(line + " did not; see " + FILE);
    assertThat(verdicts).hasSize(kills).allMatch(verdict -> verdict.faults().isEmpty());
  }

  /** So many kills from this seed on, on some fleets side by side. */
  static List<Verdict> play(long seed, int kills, int fleets, Shape shape) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(fleets);
    try {
      List<Future<List<Verdict>>> played = new ArrayList<>();
      for (int i = 0; i < fleets; i++) {
        int first = i;
        played.add(threads.submit(() -> onOneFleet(seed, first, kills, fleets, shape)));
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

  private static List<Verdict> onOneFleet(long seed, int first, int kills, int fleets, Shape shape)
      throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    try (RandomKill fleet = RandomKill.start(shape)) {
      for (int i = first; i < kills; i += fleets) {
        Verdict verdict = fleet.kill(seed + i);
        Files.writeString(
            FILE, verdict + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }
}
