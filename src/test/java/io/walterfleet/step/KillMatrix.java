package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every program is killed at every checkpoint that it passes, then a later run does the same again:
 * the machine must come out as if nothing had happened.
 *
 * <p>The checkpoints are not listed anywhere: an undisturbed run is traced, and each one that it
 * passes is a cell. A step dies in two ways: its own process alone, or all its processes at once.
 *
 * <p>It takes long, so it is asked for by name: {@code mvn test-compile failsafe:integration-test
 * -Dit.test=KillMatrix}.
 */
@Tag("scripts")
class KillMatrix {
  private static final String ENV =
      "# ours\r\nexport SECRET='hunter22'\r\nWALTER_IMAGE=" + Bench.OLD + "\r\nPHX_HOST=a\r\nX=y";
  private static final Set<String> PASSED = new TreeSet<>();
  private static final Map<String, Integer> CELLS = new TreeMap<>();
  private static final int SCENARIOS = 5;
  private static final Path REPORT = Path.of("target", "kill-matrix.txt");
  private static int lines;

  @TempDir Path root;

  private enum Way {
    PROCESS("kill -KILL $$; exit 137"),
    POWER("kill -KILL 0");

    private final String line;

    Way(String line) {
      this.line = line;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpgrade(Shell shell) throws Exception {
    Bench bench = bench(shell);
    bench.vendorInstall(Bench.OLD, ENV);
    line(bench, "begin stage pull backup swap migrate restart finish leave");
  }

  @ParameterizedTest
  @EnumSource
  void aFirstInstall(Shell shell) throws Exception {
    Bench bench = bench(shell);
    Files.createDirectories(bench.install());
    bench.goal(Bench.NEW, "a", "stage pull swap migrate restart gate finish", "none");
    line(bench, "begin stage pull swap migrate restart finish");
  }

  @ParameterizedTest
  @EnumSource
  void aChangeOfKeysAfterADump(Shell shell) throws Exception {
    Bench bench = bench(shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.goal(Bench.NEW, "b", "backup swap restart gate finish", "dump").with("bundle", "");
    Files.writeString(bench.root().resolve("bin/pg_dump"), "#!/bin/sh\necho dump\n");
    bench.shell("cd bin && chmod 755 pg_dump && cp pg_dump pg_dumpall && cp pg_dump pg_restore");
    line(bench, "begin backup swap restart finish rollback clear");
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackOfVolumesAndDirectory(Shell shell) throws Exception {
    Bench bench = bench(shell);
    bench.vendorInstall(Bench.OLD, ENV);
    first(bench);
    for (String word : "begin stage pull backup swap migrate restart".split(" ", -1)) {
      requireDone(word, perform(bench, word));
    }
    Files.writeString(bench.engine().resolve("volumes/walter_postgres/rows"), "migrated");
    line(bench, "rollback clear leave");
  }

  @ParameterizedTest
  @EnumSource
  void theMendingOfASwapThatDiedBetweenItsRenames(Shell shell) throws Exception {
    Bench bench = bench(shell);
    bench.vendorInstall(Bench.OLD, ENV);
    first(bench);
    for (String word : "begin stage pull backup".split(" ", -1)) {
      requireDone(word, perform(bench, word));
    }
    bench.environment("WALTER_FLEET_KILL_AT", "exchange.old-away.after");
    assertThat(bench.step("swap").all("state")).containsExactly("vanished");
    assertThat(bench.survey().all("install")).containsExactly("between-renames");
    line(bench, "begin swap");
  }

  @AfterAll
  static void everyActOfEveryScriptWasKilled() throws Exception {
    int all = CELLS.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(
        "kill matrix: " + all + " cells of " + PASSED.size() + " checkpoints, all hold: " + CELLS);
    if (lines < SCENARIOS * Shell.values().length) {
      return; // some scenarios only: they cannot have passed every act
    }
    Set<String> never = acts();
    PASSED.forEach(passed -> never.remove(passed.replaceAll("\\.(before|after)$", "")));
    assertThat(never).containsExactlyInAnyOrderElementsOf(ELSEWHERE);
  }

  /** What is killed under the other shells too; the rest differs in nothing but its parser. */
  private static final Set<String> RENAMING = Set.of("swap", "rollback");

  /** Acts that happen only when something else fails; each has a test of its own. */
  private static final List<String> ELSEWHERE =
      List.of(
          "backup.drop",
          "backup.start",
          "exchange.away",
          "exchange.exchange",
          "exchange.put-back",
          "prune.directory",
          "prune.file",
          "prune.record",
          "prune.staged",
          "rollback.no-record.",
          "stage.sweep",
          "swap.drop",
          "swap.outdated",
          "swap.start",
          "unlock",
          "volumes.containers");

  private Bench bench(Shell shell) throws Exception {
    return new Bench(root, shell).with("lease", "0").with("stamp", "");
  }

  /** All cells of some programs, one after the other. */
  private static void line(Bench bench, String words) throws Exception {
    lines++;
    for (String word : words.split(" ", -1)) {
      if (bench.shell() == Shell.DASH || RENAMING.contains(word)) {
        matrix(bench, word);
      } else {
        first(bench);
        requireDone(word, perform(bench, word));
      }
    }
  }

  /** What was found is written down at once, so that a run that is cut short still says it. */
  private static void report(Bench bench, String words) throws Exception {
    Files.writeString(
        REPORT,
        bench.shell() + " " + words + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void matrix(Bench bench, String word) throws Exception {
    bench.save("before");
    first(bench);
    trace(bench, Integer.MAX_VALUE, Way.PROCESS);
    requireDone(word, perform(bench, word));
    bench.environment("WALTER_FLEET_KILL_AT", "");
    List<String> passed = passed(bench);
    Map<String, String> undisturbed = Picture.of(bench);
    bench.save("after");
    for (Way way : ways(bench, word)) {
      for (int at = 1; at <= passed.size(); at++) {
        bench.restore("before");
        String cell = bench.shell() + " " + word + " " + passed.get(at - 1) + " #" + at + " " + way;
        die(bench, word, at, way, cell);
        again(bench, word, way, cell);
        assertThat(Picture.of(bench)).as(cell).isEqualTo(undisturbed);
        CELLS.merge(bench.shell() + " " + way, 1, Integer::sum);
      }
      report(bench, word + ": killed by " + way + " at each of " + passed.size() + ", all hold");
    }
    PASSED.addAll(passed);
    bench.restore("after");
  }

  /** All at once is the kernel's doing, so that one shell is enough for it. */
  private static List<Way> ways(Bench bench, String word) {
    boolean both = isStep(word) && bench.shell() == Shell.DASH;
    return both ? List.of(Way.values()) : List.of(Way.PROCESS);
  }

  private static boolean isStep(String word) {
    return !List.of("begin", "stage", "leave").contains(word);
  }

  private static void first(Bench bench) {
    bench.run("r1").with("token", "t0ken-1");
  }

  private static void die(Bench bench, String word, int at, Way way, String cell) throws Exception {
    first(bench);
    trace(bench, at, way);
    if (isStep(word)) {
      assertThat(bench.step(word).all("state")).as(cell).containsExactly("vanished");
    } else {
      int exit =
          bench
              .exchange(word.equals("stage") ? bench.staging() : bench.framed(word + ".sh"))
              .exit();
      assertThat(exit).as(cell).isEqualTo(137);
    }
    bench.environment("WALTER_FLEET_KILL_AT", "");
  }

  /** Another run finds the machine with what it had, and does the same. */
  private static void again(Bench bench, String word, Way way, String cell) throws Exception {
    bench.run("r2").with("token", "t0ken-2");
    boolean locks = isStep(word) || word.equals("leave");
    Facts seen = way == Way.POWER ? bench.lock() : locks ? bench.begin() : bench.survey();
    requireDone(cell, seen);
    assertThat(seen.values().keySet()).as(cell).noneMatch(key -> key.startsWith("unknown."));
    boolean ended = word.equals("finish") && isEnded(bench);
    if (!ended) {
      requireDone(cell, perform(bench, word));
    }
  }

  /** Its run had ended when it was killed, and there is nothing left to do. */
  private static boolean isEnded(Bench bench) throws Exception {
    return bench.survey().all("journal").equals(List.of("ended"));
  }

  private static Facts perform(Bench bench, String word) throws Exception {
    return switch (word) {
      case "begin" -> bench.begin();
      case "stage" -> bench.stage();
      case "leave" -> bench.direct("leave.sh");
      default -> bench.step(word);
    };
  }

  private static void requireDone(String what, Facts answer) {
    assertThat(answer.all("error.why")).as(what).isEmpty();
    assertThat(answer.one("exit").orElse("0")).as(what).isEqualTo("0");
    assertThat(answer.exit()).as(what).isZero();
  }

  /** From now on every checkpoint is noted, and the one of this number is deadly. */
  private static void trace(Bench bench, int deadly, Way way) throws Exception {
    String trace = bench.root().resolve("trace").toString();
    Files.deleteIfExists(Path.of(trace));
    bench.environment("WALTER_FLEET_KILL_AT", "*");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "echo $wf_checkpoint >>%1$s; [ $(wc -l <%1$s) -ne %2$d ] || { %3$s; }"
            .formatted(trace, deadly, way.line));
  }

  private static List<String> passed(Bench bench) throws Exception {
    return Files.readAllLines(bench.root().resolve("trace"));
  }

  /** Every act that the scripts name. */
  private static Set<String> acts() throws Exception {
    Set<String> names = new TreeSet<>();
    Pattern act = Pattern.compile("\\b(?:act|journal_save|progress) ([a-z]+[a-z.-]*)");
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/remote"))) {
      for (Path file : new ArrayList<>(files.toList())) {
        Matcher matcher = act.matcher(Files.readString(file).replaceAll("(?m)^ *#.*$", ""));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }
}
