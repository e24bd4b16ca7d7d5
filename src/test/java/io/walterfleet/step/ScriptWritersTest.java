package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies and restores of data while somebody starts what was stopped, and while space runs out. */
@Tag("scripts")
class ScriptWritersTest {
  private static final String ENV = "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a\n";
  private static final String MIGRATION =
      "#!/bin/sh\necho migrated >\"$(dirname \"$0\")/volumes/walter_postgres/_data/rows\"\n";
  private static final String START_ALL = "docker start $(docker ps -aq --no-trunc) >&2";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aRollbackTrustsNoNoteFromBeforeTheEngineCameBackAndNeverWritesUnderAContainer(Shell shell)
      throws Exception {
    Bench bench = upgraded(shell);
    withOptions(bench);
    write(bench, "acknowledged");
    List<String> points =
        List.of(
            "rollback.kept.after",
            "rollback.replacing.after",
            "rollback.restored.after",
            "rollback.restore.after");
    for (String point : points) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("rollback").all("state")).containsExactly("vanished");
      bench.shell(START_ALL);
      write(bench, "after " + point);
    }
    bench.environment("WALTER_FLEET_KILL_AT", "");

    Facts back = bench.run("last").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench)))
        .isEqualTo("after rollback.kept.after");
    assertThat(bench.engine().resolve("overlaps")).doesNotExist();
    assertThat(states(bench)).containsOnly("running");
  }

  /** Whatever was written before the exchange is put aside, and what is written after it stays. */
  @ParameterizedTest
  @EnumSource
  void anExchangeThatIsKilledAnywhereLosesNothingThatIsWrittenMeanwhile(Shell shell)
      throws Exception {
    Bench bench = upgraded(shell);
    List<String> points =
        List.of(
            "rollback.volume.after",
            "rollback.restore.before",
            "rollback.restore.after",
            "rollback.ahead.before",
            "rollback.ahead.after",
            "rollback.exchanging.before",
            "rollback.exchanging.after",
            "rollback.exchange.before");
    for (String point : points) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("rollback").all("state"))
          .as(point)
          .containsExactly("vanished");
      bench.shell(START_ALL);
      write(bench, "after " + point);
    }
    for (String point :
        List.of(
            "rollback.exchange.after", "rollback.restored.before", "rollback.drop-ahead.before")) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("rollback").all("state"))
          .as(point)
          .containsExactly("vanished");
      bench.shell(START_ALL);
      assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench)))
          .isEqualTo("after rollback.exchange.before");
      write(bench, "after " + point);
    }
    bench.environment("WALTER_FLEET_KILL_AT", "");

    Facts back = bench.run("last").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("after rollback.drop-ahead.before");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench)))
        .isEqualTo("after rollback.exchange.before");
    assertThat(bench.engine().resolve("volumes")).isDirectoryNotContaining("glob:**.restoring-*");
    assertThat(bench.engine().resolve("overlaps")).doesNotExist();
    assertThat(states(bench)).containsOnly("running");
  }

  /** What was made ready counts no more, whatever the clock says of who ran since. */
  @ParameterizedTest
  @EnumSource(names = {"DASH", "BASH"})
  void aClockThatIsSetBackInAnExchangeHidesNobodyWhoRanSince(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.environment("WALTER_FLEET_KILL_AT", "rollback.exchange.before");
    assertThat(bench.run("r2").step("rollback").all("state")).containsExactly("vanished");
    Path date = bench.root().resolve("bin/date");
    Files.writeString(date, "#!/bin/sh\nexec /bin/date -d -1hour \"$@\"\n");
    assertThat(date.toFile().setExecutable(true)).isTrue();
    bench.shell(START_ALL);
    write(bench, "written since");
    bench.environment("WALTER_FLEET_KILL_AT", "");

    Facts back = bench.run("r3").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench))).isEqualTo("written since");
    assertThat(states(bench)).containsOnly("running");
  }

  /**
   * One is exchanged, the other is put aside, and nothing has its name: only a kill can do that.
   */
  @ParameterizedTest
  @EnumSource
  void anExchangeThatWasCutInTwoGoesOn(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.environment("WALTER_FLEET_KILL_AT", "rollback.exchange.before");
    assertThat(bench.run("r2").step("rollback").all("state")).containsExactly("vanished");
    Path volumes = bench.engine().resolve("volumes");
    String stamp = stamp(bench);
    Files.delete(volumes.resolve("walter_postgres.replaced-" + stamp + "/_data"));
    Files.move(
        volumes.resolve("walter_postgres/_data"),
        volumes.resolve("walter_postgres.replaced-" + stamp + "/_data"));
    bench.environment("WALTER_FLEET_KILL_AT", "");
    assertThat(bench.survey().all("journal.step")).containsExactly("rollback");

    Facts back = bench.run("r3").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp)).isEqualTo("migrated\n");
    assertThat(states(bench)).containsOnly("running");
  }

  /** The half of it that was done is undone. */
  @ParameterizedTest
  @EnumSource
  void anExchangeThatFailsIsPutBackAndWhatRanIsStarted(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    hook(
        bench,
        "run",
        """
        cd "$(dirname "$0")/.." && rm -f fail/run
        grep -q exchanging "$HOME/.walter-fleet/journal" && [ ! -e once ] || exit 0
        cd volumes && old=$(echo walter_state.replaced-*) && new=$(echo walter_state.restoring-*)
        rmdir "$old/_data" && mv walter_state/_data "$old/_data" && mv "$new/_data" walter_state/_data
        cd .. && mkdir -p fail && touch once && echo '1 input/output error' >fail/run
        """);

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).containsExactly("input/output error");
    assertThat(back.all("error.changed")).containsExactly("no");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("migrated\n");
    assertThat(states(bench)).containsOnly("running");
    assertThat(bench.engine().resolve("volumes"))
        .isDirectoryNotContaining("glob:**.restoring-*")
        .isDirectoryNotContaining("glob:**.replaced-*");

    assertThat(bench.run("r3").step("rollback").all("result")).containsExactly("changed");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
  }

  /** He has the directory that would be put aside, and nobody would tell him. */
  @ParameterizedTest
  @EnumSource
  void whoOnlyReadsTheDataAndIsLeftAloneKeepsTheVolume(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench
        .docker()
        .place(Map.of("name", "reader", "status", "running", "mounts", "walter_postgres:/data:ro"));

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench))).isEqualTo("migrated\n");
    assertThat(Files.readString(bench.engine().resolve("calls")))
        .doesNotContain("mv \"$new\" \"$live\"");
    assertThat(bench.docker().runningNames()).contains("reader");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenOnceTheDataAreBackStaysWhateverBecomesOfTheRollback(Shell shell)
      throws Exception {
    for (String point : List.of("rollback.copy.before", "rollback.coming.before")) {
      Bench bench = upgraded(shell, root.resolve(point));
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r2").step("rollback").all("state")).containsExactly("vanished");
      assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
      bench.shell(START_ALL);
      write(bench, "acknowledged since");
      bench.environment("WALTER_FLEET_KILL_AT", "");

      assertThat(bench.run("r3").step("rollback").all("error.why")).isEmpty();
      assertThat(rows(bench, "walter_postgres")).as(point).isEqualTo("acknowledged since");
      assertThat(bench.engine().resolve("overlaps")).doesNotExist();
      assertThat(states(bench)).containsOnly("running");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoStartsAllInTheMiddleOfARollbackIsStoppedAndItBeginsAgain(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    withOptions(bench);
    bench.environment("WALTER_FLEET_KILL_AT", "rollback.restored.before");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "[ -e \"$HOME/once\" ] || { : >\"$HOME/once\"; " + START_ALL + "; }");

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(root.resolve("home/once")).exists();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench))).isEqualTo("migrated\n");
    assertThat(bench.engine().resolve("overlaps")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackThatCannotReplaceTheDataPutsItBackAndStartsWhatRan(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    withOptions(bench);
    hook(
        bench,
        "run",
        """
        cd "$(dirname "$0")/.." && rm -f fail/run
        grep -q replacing "$HOME/.walter-fleet/journal" && [ ! -e once ] || exit 0
        mkdir -p fail && touch once && echo '1 no space left on device' >fail/run
        """);

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).containsExactly("no space left on device");
    assertThat(back.all("error.changed")).containsExactly("no");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("migrated\n");
    assertThat(states(bench)).containsOnly("running");
    assertThat(bench.engine().resolve("volumes/walter_postgres.replaced-" + stamp(bench)))
        .doesNotExist();

    assertThat(bench.run("r3").step("rollback").all("result")).containsExactly("changed");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(bench.engine().resolve("overlaps")).doesNotExist();
  }

  /** The last one is not there any more once the copy ends: only the database's own file tells. */
  @ParameterizedTest
  @EnumSource
  void aCopyCountsOnlyIfNobodyRanUntilItWasWhole(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull");
    String started =
        "docker start walter-onprem-postgres-1 && docker stop walter-onprem-postgres-1";
    String gone = "mv ../late ../bin/sha256sum";
    Path late = bench.root().resolve("late");
    Files.writeString(
        late,
        "#!/bin/sh\nrm -f -- \"$0\"\necho in production >'%s/volumes/walter_postgres/_data/global/pg_control'\nexec sha256sum \"$@\"\n"
            .formatted(bench.engine()));
    assertThat(late.toFile().setExecutable(true)).isTrue();
    for (String act : List.of(started, gone)) {
      bench.environment(
          "WALTER_FLEET_KILL_AT", act.equals(gone) ? "backup.copy.before" : "backup.copy.after");
      bench.environment(
          "WALTER_FLEET_KILL_HOOK",
          "[ -e once ] || { : >once; cd '%s' && { %s; } >&2 && printf late >volumes/walter_postgres/_data/rows; cd - >/dev/null; }"
              .replace("once", "\"$HOME/once" + act.length() + "\"")
              .formatted(bench.engine(), act));

      Facts backup = bench.step("backup");

      assertThat(backup.all("error.why"))
          .singleElement()
          .asString()
          .endsWith("was started while they were copied");
      assertThat(backup.all("error.changed")).containsExactly("no");
      assertThat(states(bench)).containsOnly("running");
      assertThat(bench.survey().all("backup")).allMatch(row -> row.contains(" none "));
      assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
      bench.run("again" + act.length()).begin();
    }

    assertThat(bench.step("backup").all("result")).containsExactly("changed");
    assertThat(rows(bench, "walter_postgres.backup-" + stamp(bench))).isEqualTo("late");
  }

  @ParameterizedTest
  @EnumSource
  void spaceForTheCopiesAndForAWayBackIsLookedAtWhereEachIs(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path docker = Files.createDirectories(root.resolve("docker-data"));
    Files.writeString(bench.engine().resolve("root"), docker + "\n");
    bench.begin();
    bench.steps("stage pull");

    space(bench, 1000, 900000);
    Facts here = bench.step("backup");
    space(bench, 900000, 1000);
    Facts there = bench.run("r2").step("backup");

    assertThat(here.all("error.why").get(0)).startsWith("0 MB are free at " + bench.state());
    assertThat(here.all("error.why").get(0)).endsWith(" MB are needed to pack the copies");
    assertThat(there.all("error.why").get(0))
        .startsWith("0 MB are free at " + docker)
        .endsWith(" MB are needed for the copies, and for a way back");
    assertThat(Files.readString(bench.engine().resolve("calls"))).doesNotContain("stop walter");

    assertThat(bench.survey().one("free.docker")).hasValue("1000");
    space(bench, 900000, 900000);
    bench.run("r3").begin();
    assertThat(bench.steps(Bench.DIRECTORY))
        .extracting(answer -> answer.all("error.why"))
        .containsOnly(List.of());
    assertThat(Integer.parseInt(bench.survey().one("data.kb").orElse("0"))).isPositive();
    space(bench, 900000, 1000);
    Facts back = bench.run("r4").step("rollback");

    assertThat(back.all("error.why").get(0)).endsWith(" needed to keep what the volumes hold now");
    assertThat(back.all("error.changed")).containsExactly("no");
    assertThat(states(bench)).containsOnly("running");
  }

  /** What df says is free where the home is and where docker keeps its data, in kilobytes. */
  private static void space(Bench bench, int home, int docker) throws IOException {
    Path df = bench.root().resolve("bin/df");
    Files.deleteIfExists(df);
    Files.writeString(
        df,
        """
        #!/bin/sh
        echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'
        for path in "$@"; do
          case $path in
          -*) ;;
          */docker-data*) echo '/dev/docker 1000000 1000 %d 1%% /docker' ;;
          *) echo '/dev/home 1000000 1000 %d 1%% /home' ;;
          esac
        done
        """
            .formatted(docker, home));
    assertThat(df.toFile().setExecutable(true)).isTrue();
  }

  private Bench installed(Shell shell) throws Exception {
    return installed(shell, root);
  }

  private static Bench installed(Shell shell, Path root) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(setup, MIGRATION);
    assertThat(setup.toFile().setExecutable(true)).isTrue();
    return bench.with("stamp", "");
  }

  /** Such volumes are mounted from elsewhere, and cannot be exchanged. */
  private static void withOptions(Bench bench) throws IOException {
    Files.writeString(bench.engine().resolve("volumes/walter_postgres/options"), "o=bind\n");
  }

  private Bench upgraded(Shell shell) throws Exception {
    return upgraded(shell, root);
  }

  private static Bench upgraded(Shell shell, Path root) throws Exception {
    Bench bench = installed(shell, root);
    bench.begin();
    bench.steps(Bench.DIRECTORY);
    return bench;
  }

  private static void hook(Bench bench, String call, String lines) throws IOException {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
    Files.writeString(hook, "#!/bin/sh\n" + lines);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private static List<String> volumes(Bench bench) throws Exception {
    return List.of(bench.shell("ls '" + bench.engine() + "/volumes'").split("\n", -1)).stream()
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static String stamp(Bench bench) throws Exception {
    return bench.survey().all("backup").get(0).split(" ", -1)[0];
  }

  private static List<String> states(Bench bench) throws Exception {
    return bench.survey().all("service").stream()
        .map(service -> service.split(" ", -1)[1])
        .toList();
  }

  private static void write(Bench bench, String rows) throws IOException {
    Files.writeString(bench.engine().resolve("volumes/walter_postgres/_data/rows"), rows);
  }

  private static String rows(Bench bench, String volume) throws IOException {
    return Files.readString(bench.engine().resolve("volumes/" + volume + "/_data/rows"));
  }
}
