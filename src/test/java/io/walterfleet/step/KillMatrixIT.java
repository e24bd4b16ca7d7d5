package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
 */
@Tag("scripts")
class KillMatrixIT {
  private static final String ENV =
      "# ours\r\nexport SECRET='hunter22'\r\nWALTER_IMAGE=" + Bench.OLD + "\r\nPHX_HOST=a\r\nX=\"y";
  private static final Set<String> PASSED = new TreeSet<>();
  private static int cells;

  @TempDir Path root;

  private enum Way {
    PROCESS("kill -KILL $$; exit 137"),
    POWER("kill -KILL 0");

    private final String line;

    Way(String line) {
      this.line = line;
    }
  }

  /** Something that changes a machine, and what the machine is like before. */
  private enum Scenario {
    BEGIN("begin.sh", ""),
    STAGE("stage.sh", ""),
    PULL("pull", "begin stage"),
    BACKUP("backup", "begin stage pull"),
    SWAP("swap", "begin stage pull backup"),
    MIGRATE("migrate", "begin stage pull backup swap"),
    RESTART("restart", "begin stage pull backup swap migrate"),
    FINISH("finish", "begin stage pull backup swap migrate restart"),
    LEAVE("leave.sh", "begin stage pull backup swap migrate restart finish");

    private final String program;
    private final String before;

    Scenario(String program, String before) {
      this.program = program;
      this.before = before;
    }

    List<String> before() {
      return before.isEmpty() ? List.of() : List.of(before.split(" ", -1));
    }

    /** All at once is the kernel's doing, so that one shell is enough for it. */
    List<Way> ways(Shell shell) {
      return isStep() && shell == Shell.DASH ? List.of(Way.values()) : List.of(Way.PROCESS);
    }

    boolean isStep() {
      return !program.endsWith(".sh");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpgradeKilledAnywhereEndsAsIfUndisturbed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV + "\"");
    bench.with("lease", "0").save("start");
    for (Scenario scenario : Scenario.values()) {
      bench.restore("start");
      first(bench);
      for (String word : scenario.before()) {
        requireDone(word, perform(bench, word));
      }
      matrix(bench, scenario);
    }
  }

  /** All cells of one scenario. */
  private static void matrix(Bench bench, Scenario scenario) throws Exception {
    bench.save("before");
    trace(bench, Integer.MAX_VALUE, Way.PROCESS);
    requireDone(scenario.program, perform(bench, scenario.program));
    List<String> passed = passed(bench);
    Map<String, String> undisturbed = Picture.of(bench);
    for (Way way : scenario.ways(bench.shell())) {
      for (int at = 1; at <= passed.size(); at++) {
        bench.restore("before");
        first(bench);
        trace(bench, at, way);
        String cell =
            bench.shell() + " " + scenario + " " + passed.get(at - 1) + " #" + at + " " + way;
        die(bench, scenario, cell);
        bench.environment("WALTER_FLEET_KILL_AT", "");
        again(bench, scenario, cell);
        assertThat(Picture.of(bench)).as(cell).isEqualTo(undisturbed);
        cells++;
      }
    }
    PASSED.addAll(passed);
  }

  private static void first(Bench bench) {
    bench.run("r1").with("token", "t0ken-1");
  }

  private static void die(Bench bench, Scenario scenario, String cell) throws Exception {
    if (scenario.isStep()) {
      assertThat(bench.step(scenario.program).all("state")).as(cell).containsExactly("vanished");
    } else {
      assertThat(reply(bench, scenario.program).exit()).as(cell).isEqualTo(137);
    }
  }

  /** Another run finds the machine with an install, and does the same. */
  private static void again(Bench bench, Scenario scenario, String cell) throws Exception {
    bench.run("r2").with("token", "t0ken-2");
    Facts survey = scenario.isStep() ? bench.begin() : bench.survey();
    requireDone(cell, survey);
    assertThat(survey.all("install")).as(cell).containsExactly("installed");
    assertThat(survey.values().keySet()).as(cell).noneMatch(key -> key.startsWith("unknown."));
    requireDone(cell, perform(bench, scenario.program));
  }

  private static Facts perform(Bench bench, String program) throws Exception {
    return switch (program) {
      case "begin", "begin.sh" -> bench.begin();
      case "stage", "stage.sh" -> bench.stage();
      case "leave.sh" -> bench.direct(program);
      default -> bench.step(program);
    };
  }

  private static Reply reply(Bench bench, String program) throws Exception {
    return program.equals("stage.sh")
        ? bench.exchange(bench.staging())
        : bench.exchange(bench.framed(program));
  }

  private static void requireDone(String what, Facts answer) {
    assertThat(answer.all("error.why")).as(what).isEmpty();
    assertThat(answer.one("exit").orElse("0")).as(what).isEqualTo("0");
    assertThat(answer.exit()).as(what).isZero();
  }

  /** From now on every checkpoint is noted, and the one of this number is deadly. */
  private static void trace(Bench bench, int deadly, Way way) {
    String trace = bench.root().resolve("trace").toString();
    bench.environment("WALTER_FLEET_KILL_AT", "*");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "echo $wf_checkpoint >>"
            + trace
            + "; [ $(wc -l <"
            + trace
            + ") -ne "
            + deadly
            + " ] || { "
            + way.line
            + "; }");
  }

  private static List<String> passed(Bench bench) throws IOException {
    return Files.readAllLines(bench.root().resolve("trace"));
  }

  @AfterAll
  static void print() {
    System.out.println(
        "kill matrix: " + cells + " cells, all hold; " + PASSED.size() + " checkpoints");
  }
}
