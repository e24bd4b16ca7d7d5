package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Containers that run beside the bundle's, and what a backup, an upgrade and a rollback do to them.
 */
@Tag("scripts")
class ScriptBesideTest {
  private static final String ENV = "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a\n";
  private static final String MIGRATION =
      "#!/bin/sh\necho migrated >\"$(dirname \"$0\")/volumes/walter_postgres/_data/rows\"\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void whoMayWriteToTheDataIsStoppedAndStartedAgainAndOthersRunOn(Shell shell) throws Exception {
    Bench bench = crowded(shell);
    bench.begin();

    List<Facts> before = bench.steps("stage pull backup");

    assertThat(named(before.get(2), "; stopped as well: "))
        .containsExactlyInAnyOrder("walter-onprem-console", "walter-onprem-mailer", "other-report");
    assertThat(running(bench)).containsExactly("walter-onprem-metrics");
    Facts restart = bench.steps("swap migrate restart finish").get(2);
    assertThat(restart.all("error.why")).isEmpty();
    assertThat(named(restart, "the stack runs " + Bench.NEW + "; started again: "))
        .containsExactlyInAnyOrder("mailer", "other-report");
    assertThat(running(bench)).containsExactlyElementsOf(ALL_BUT_THE_CONSOLE);
    assertThat(bench.state().resolve("ran")).doesNotExist();

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(named(back, "; started again: "))
        .containsExactlyInAnyOrder("mailer", "other-report");
    assertThat(running(bench)).containsExactlyElementsOf(ALL_BUT_THE_CONSOLE);
    assertThat(bench.docker().fact("walter-onprem-metrics", "started"))
        .isEqualTo("2026-01-01T00:00:00Z");
    assertThat(bench.engine().resolve("overlaps")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aBackupThatIsGivenUpStartsWhatRanAndNothingElse(Shell shell) throws Exception {
    Bench bench = crowded(shell);
    bench.docker().set("walter-onprem-mailer", "status", "exited");
    Path control = bench.root().resolve("inside/pg_controldata");
    Files.writeString(control, "#!/bin/sh\necho 'Database cluster state:  in crash recovery'\n");
    bench.begin();

    Facts backup = bench.steps("stage pull backup").get(2);

    assertThat(backup.all("error.why"))
        .containsExactly("PostgreSQL is not shut down cleanly: in crash recovery");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(running(bench))
        .containsExactly(
            "other-report",
            "walter-onprem-metrics",
            "walter-onprem-postgres-1",
            "walter-onprem-walter-1");
  }

  @ParameterizedTest
  @EnumSource
  void aMigrationThatStillRunsIsNotCutOffByABackup(Shell shell) throws Exception {
    Bench bench = crowded(shell);
    place(bench, "walter-onprem-setup-run-1", "walter-onprem setup True walter_state");
    bench.begin();

    Facts backup = bench.steps("stage pull backup").get(2);

    assertThat(backup.all("error.why"))
        .containsExactly(
            "the container walter-onprem-setup-run-1, a migration of an earlier run, still runs");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(running(bench)).containsAll(ALL_BUT_THE_CONSOLE).contains("walter-onprem-console");
  }

  @ParameterizedTest
  @EnumSource
  void theGracePeriodIsTheBundlesAndTwoMinutesAtLeastForTheDatabase(Shell shell) throws Exception {
    Bench bench = crowded(shell);
    bench.begin();
    bench.steps("stage pull backup");
    assertThat(stops(bench)).endsWith("stop -t 120");

    bench.direct("leave.sh");
    bench.docker().set("walter-onprem-postgres-1", "grace", "300");
    bench.run("r2").begin();
    bench.step("backup");

    assertThat(stops(bench)).endsWith("stop -t 300");
    assertThat(Files.readString(bench.engine().resolve("calls")))
        .contains(" stop walter\n")
        .doesNotContain("--timeout");
  }

  /** The names behind these words of an answer. */
  private static List<String> named(Facts answer, String words) {
    String detail = answer.all("detail").get(0);
    assertThat(detail).contains(words);
    return List.of(detail.substring(detail.indexOf(words) + words.length()).split(" ", -1));
  }

  /** The last call that stopped a container, without its ids. */
  private static String stops(Bench bench) throws Exception {
    return Files.readAllLines(bench.engine().resolve("calls")).stream()
        .filter(call -> call.contains("|docker stop "))
        .reduce("", (before, call) -> call.replaceFirst(" [0-9a-f]{64}.*", ""));
  }

  @ParameterizedTest
  @EnumSource
  void aServiceThatTheNewBundleDroppedGoesAndAContainerOfAFileOfItsOwnStays(Shell shell)
      throws Exception {
    Bench bench = crowded(shell);
    Files.writeString(
        bench.install().resolve("compose.yml"),
        Files.readString(bench.install().resolve("compose.yml"))
            .replace("  walter:\n", "  search:\n    image: " + Bench.POSTGRES + "\n  walter:\n"));
    up(bench);
    assertThat(running(bench)).contains("walter-onprem-search-1");
    bench.goal(Bench.NEW, "a", Bench.DIRECTORY, "none").begin();

    List<Facts> upgrade = bench.steps(Bench.DIRECTORY);

    assertThat(upgrade).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(running(bench))
        .containsAll(ALL_BUT_THE_CONSOLE)
        .doesNotContain("walter-onprem-search-1");
    assertThat(bench.run("r2").with("restore", "none").step("rollback").all("result"))
        .containsExactly("changed");
    assertThat(running(bench)).contains("walter-onprem-search-1");
  }

  private static final List<String> ALL_BUT_THE_CONSOLE =
      List.of(
          "other-report",
          "walter-onprem-mailer",
          "walter-onprem-metrics",
          "walter-onprem-postgres-1",
          "walter-onprem-walter-1");

  /**
   * An install with a container of another file, one that has no data, a stranger's and a console.
   */
  private Bench crowded(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(setup, MIGRATION);
    assertThat(setup.toFile().setExecutable(true)).isTrue();
    place(bench, "walter-onprem-mailer", "walter-onprem mailer False walter_state");
    place(bench, "walter-onprem-metrics", "walter-onprem metrics False -");
    place(bench, "other-report", "- - - walter_state");
    place(bench, "walter-onprem-console", "walter-onprem walter True walter_state");
    return bench.with("stamp", "");
  }

  private static void up(Bench bench) throws Exception {
    bench.shell(
        "cd \"$HOME/walter-onprem\" && docker compose -p walter-onprem --env-file .env.deploy -f"
            + " compose.yml up -d");
  }

  /** Lets a container run: project, service, whether it is of compose run, and its volume. */
  private static void place(Bench bench, String name, String facts) throws Exception {
    Map<String, String> container =
        new TreeMap<>(
            Map.of(
                "name", name,
                "status", "running",
                "started", "2026-01-01T00:00:00Z",
                "image", "mail:1",
                "image_id", "sha256:mail"));
    String[] words = facts.split(" ", -1);
    List<String> keys = List.of("label.project", "label.service", "label.oneoff", "mounts");
    for (int i = 0; i < keys.size(); i++) {
      if (!words[i].equals("-")) {
        container.put(keys.get(i), i < 3 ? words[i] : words[i] + ":/data");
      }
    }
    bench.docker().place(container);
  }

  private static List<String> running(Bench bench) throws Exception {
    return bench.docker().runningNames();
  }
}
