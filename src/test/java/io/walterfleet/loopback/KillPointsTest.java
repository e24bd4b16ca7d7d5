package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.KillBatch.Cell;
import io.walterfleet.loopback.KillBatch.Undisturbed;
import io.walterfleet.loopback.KillBatch.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The kill points of all scenarios, and a share of {@link KillMatrix} for every run of the tests.
 */
@Tag("loopback")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillPointsTest {
  /** Of the points of an upgrade, every so many; one way to die at each, all in turn. */
  private static final int EVERY = 3;

  private static final List<Death> DEATHS = List.of(Death.values());
  private static final int MACHINES = 10;

  /**
   * Acts that happen only when something else went wrong before, or with a bundle that mounts its
   * own files; each has a test of its own.
   */
  private static final List<String> ELSEWHERE =
      List.of(
          "backup.drop",
          "copies.helpers",
          "exchange.away",
          "exchange.drop",
          "exchange.exchange",
          "exchange.forget",
          "exchange.put-back",
          "migrate.again",
          "pack.drop",
          "part.drop",
          "proof.copy",
          "proof.drop",
          "proof.forget",
          "proof.helpers",
          "proof.noted",
          "proof.read",
          "proof.record",
          "proof.unpack",
          "proof.volume",
          "prune.file",
          "prune.staged",
          "rollback.drop",
          "rollback.exchange-back",
          "rollback.forgot",
          "rollback.found",
          "rollback.helpers",
          "rollback.restore-copy",
          "rollback.return",
          "rollback.returned",
          "stack.again",
          "stack.again-other",
          "stack.anew",
          "stack.helpers",
          "stack.orphans",
          "stack.orphans-stop",
          "stack.start",
          "stack.start-all",
          "stack.start-others",
          "stack.start-services",
          "stack.stop-others",
          "stack.stop-services",
          "stage.sweep",
          "stopped.outdated",
          "swap.drop",
          "swap.outdated",
          "unlock",
          "volumes.containers");

  private final Map<Scenario, Undisturbed> undisturbed = new EnumMap<>(Scenario.class);

  @BeforeAll
  void trace() throws Exception {
    for (Scenario scenario : Scenario.values()) {
      undisturbed.put(scenario, KillBatch.undisturbed(scenario));
    }
  }

  @Test
  void everyActOfEveryScriptIsAKillPoint() throws Exception {
    Set<String> never = acts();
    undisturbed.values().stream()
        .flatMap(one -> one.points().stream())
        .forEach(point -> never.remove(point.act()));
    assertThat(never).containsExactlyInAnyOrderElementsOf(ELSEWHERE);
  }

  @Test
  void aShareOfTheMatrixHolds() throws Exception {
    Undisturbed upgrade = Objects.requireNonNull(undisturbed.get(Scenario.UPGRADE));
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < upgrade.points().size(); i += EVERY) {
      Death death = DEATHS.get(i / EVERY % DEATHS.size());
      cells.add(new Cell(upgrade.points().get(i), death));
    }
    assertThat(new KillPlay(Scenario.UPGRADE, upgrade, MACHINES).all(cells, 1))
        .allMatch(Verdict::holds)
        .hasSize(24);
  }

  /** Every act that the scripts name. */
  private static Set<String> acts() throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern act = Pattern.compile("\\b(?:act|journal_save|progress) \"?([a-z]+[a-z.-]*)");
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/remote"))) {
      for (Path file : files.toList()) {
        Matcher matcher = act.matcher(Files.readString(file).replaceAll("(?m)^ *#.*$", ""));
        while (matcher.find()) {
          String name = matcher.group(1);
          // the journal's notes of each step end in the step's word
          names.addAll(name.endsWith(".") ? ended(name) : List.of(name));
        }
      }
    }
    return names;
  }

  private static List<String> ended(String name) {
    List<String> steps =
        name.equals("journal.intent.")
            ? List.of("backup", "swap", "migrate", "restart", "finish")
            : List.of("backup", "swap", "migrate", "restart", "finish", "rollback");
    return steps.stream().map(step -> name + step).toList();
  }
}
