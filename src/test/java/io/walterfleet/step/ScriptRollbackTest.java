package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups, the ways they can fail, and the way back. */
@Tag("scripts")
class ScriptRollbackTest {
  private static final String ENV =
      "# ours\nSECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a\n";
  private static final String MIGRATION =
      "#!/bin/sh\necho migrated >\"$(dirname \"$0\")/volumes/walter_postgres/_data/rows\"\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aMachineIsPutBackWholeAndNothingIsThrownAwayBeforeItIsCleared(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    assertThat(rows(bench, "walter_postgres")).isEqualTo("migrated\n");

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(back.all("result")).containsExactly("changed");
    assertThat(Files.readString(bench.install().resolve(".env.deploy"))).isEqualTo(ENV);
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench))).isEqualTo("migrated\n");
    assertThat(root.resolve("home/walter-onprem.failed-" + stamp(bench))).exists();
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));

    assertThat(bench.run("r3").step("rollback").all("result")).containsExactly("already");
    assertThat(rows(bench, "walter_postgres.replaced-" + stamp(bench))).isEqualTo("migrated\n");
    assertThat(bench.step("clear").all("result")).containsExactly("changed");
    assertThat(root.resolve("home/walter-onprem.failed-" + stamp(bench))).doesNotExist();
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasPutBackIsRecordedSoThatAChangeOfItIsSeen(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.run("r2").step("rollback");

    Facts back = bench.survey();
    Files.writeString(bench.install().resolve("compose.yml"), "# by hand\n");
    Files.writeString(bench.install().resolve("notes.txt"), "the operator's own");
    Facts edited = bench.survey();

    String bundle = back.all("bundle").get(0);
    assertThat(back.all("applied.target")).containsExactly(Bench.OLD + " " + bundle + " - a -");
    assertThat(back.all("file.edited")).isEmpty();
    assertThat(back.all("file.missing")).isEmpty();
    assertThat(edited.all("file.edited")).containsExactly("compose.yml");
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenSinceARollbackIsNotUndoneByTheSameCommandAgain(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.run("r2").step("rollback");
    bench.step("clear");
    Files.writeString(
        bench.engine().resolve("volumes/walter_postgres/_data/rows"), "written since");

    assertThat(bench.run("r3").step("rollback").all("result")).containsExactly("already");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("written since");

    bench.run("r4").with("restore", "volumes");
    assertThat(bench.step("rollback").all("result")).containsExactly("changed");
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAMigrationTheVolumesStayAsTheyAre(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull backup swap restart");
    Files.writeString(
        bench.engine().resolve("volumes/walter_postgres/_data/rows"), "written since");

    assertThat(bench.run("r2").step("rollback").all("result")).containsExactly("changed");

    assertThat(rows(bench, "walter_postgres")).isEqualTo("written since");
    assertThat(Files.readString(bench.install().resolve(".env.deploy"))).isEqualTo(ENV);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedBackupIsRefusedBeforeAnythingIsTouched(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    Files.writeString(
        bench.state().resolve("backups/" + stamp(bench) + "/postgres.tar.gz"), "not any more");

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why"))
        .containsExactly("the copies of the volumes do not match their checksums");
    assertThat(back.all("error.changed")).containsExactly("no");
    Facts survey = bench.survey();
    assertThat(survey.all("journal")).containsExactly("ended");
    assertThat(survey.all("service")).allMatch(service -> service.contains(" running "));
  }

  @ParameterizedTest
  @EnumSource
  void aDatabaseThatIsNotShutDownIsNotBackedUpAndRunsAgain(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull");
    hook(bench, "stop", "cat >/dev/null");
    Path state = bench.engine().resolve("volumes/walter_postgres/_data/global/pg_control");
    Path control = bench.root().resolve("inside/pg_controldata");
    Files.writeString(
        control, "#!/bin/sh\necho 'Database cluster state:               in crash recovery'\n");

    Facts backup = bench.step("backup");

    assertThat(backup.all("error.why"))
        .containsExactly("PostgreSQL is not shut down cleanly: in crash recovery");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(Files.readString(state)).isEqualTo("in production\n");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
  }

  @ParameterizedTest
  @EnumSource
  void aBackupOfAStackThatRanSinceIsMadeAnewBeforeTheSwap(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull backup");
    bench.environment("WALTER_FLEET_KILL_AT", "exchange.noted.after");
    assertThat(bench.step("swap").all("state")).containsExactly("vanished");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    bench.shell(
        "cd \"$HOME/walter-onprem\" && docker compose -p walter-onprem --env-file .env.deploy -f"
            + " compose.yml start");
    Files.writeString(
        bench.engine().resolve("volumes/walter_postgres/_data/rows"), "written since");

    Facts early = bench.step("swap");
    bench.run("r2").begin();
    List<Facts> again = bench.steps("backup swap");

    assertThat(early.all("error")).containsExactly("the swap was not begun");
    assertThat(again).extracting(answer -> answer.all("result")).containsOnly(List.of("changed"));
    assertThat(bench.survey().all("backup")).hasSize(1);
    assertThat(bench.volume("walter_postgres.backup-" + stamp(bench)).resolve("rows"))
        .hasContent("written since");
  }

  /** The engine's log is asked by the clock, and says nothing of what began after that. */
  @ParameterizedTest
  @EnumSource(names = {"DASH", "BASH"})
  void aClockThatWasSetBackHidesNobodyWhoRanSince(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull backup");
    String after = bench.shell("date +%s").strip();
    bench.shell(
        "sleep 4; docker start walter-onprem-postgres-1; docker stop walter-onprem-postgres-1");
    Path date = bench.root().resolve("bin/date");
    Files.writeString(date, "#!/bin/sh\nexec /bin/date -d @" + after + ".9 \"$@\"\n");
    assertThat(date.toFile().setExecutable(true)).isTrue();

    assertThat(bench.step("swap").all("error")).containsExactly("the swap was not begun");
  }

  @ParameterizedTest
  @EnumSource
  void theDatabaseIsFoundByWhatIsInItsVolume(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.with("postgres_volume", "walter_db").with("state_volume", "local").begin();

    Facts backup = bench.step("backup");

    assertThat(backup.all("error.why")).isEmpty();
    assertThat(
            bench.shell(
                "cd '%s/volumes' && for of in postgres state; do (cd walter_$of.backup-%s/_data && find . -type f); done | sort"
                    .formatted(bench.engine(), stamp(bench))))
        .isEqualTo("./PG_VERSION\n./bootstrap_secret\n./global/pg_control\n./rows\n./secret\n");
    assertThat(errors(bench.steps("stage pull swap migrate restart finish"))).isEmpty();
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
    assertThat(
            bench.shell(
                "for file in postgres state; do gzip -dc '%s/backups/%s'/$file.tar.gz | tar -tf -; done | grep [a-z] | sort"
                    .formatted(bench.state(), stamp(bench))))
        .isEqualTo("./bootstrap_secret\n./global/\n./global/pg_control\n./rows\n./secret\n");
    assertThat(Files.readString(bench.state().resolve("installed")))
        .contains("\nvolumes=walter_postgres walter_state\ndatabase=walter_postgres\n");
  }

  @ParameterizedTest
  @EnumSource
  void aVolumeThatDockerDoesNotKnowIsNeverMadeByABackup(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.shell("rm -r '" + bench.engine() + "/volumes/walter_postgres/_data/global'");
    bench.with("postgres_volume", "walter_db").begin();

    Facts backup = bench.step("backup");

    assertThat(backup.all("error")).containsExactly("could not find the database's volume");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void volumesThatSomebodyRemovedComeBackOutOfTheBackup(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.shell("cd '" + bench.engine() + "' && rm -r containers/* volumes/*");
    bench.shell("sed -i '/^database=/d' '" + bench.state() + "/installed'");

    Facts back =
        bench
            .run("r2")
            .with("restore", "volumes")
            .with("postgres_volume", "walter_db")
            .step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPutBackIsTheVolumeThatTheBackupWasMadeOf(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    bench.shell(
        ("cd '%s' && mkdir -p volumes/walter_z_state/_data && echo theirs >volumes/walter_z_state/_data/rows"
                + " && sed -i 's/^mounts=.*walter_state:[^,]*/&,walter_z_state:\\/z/' containers/*"
                + " && grep -q walter_z_state containers/*")
            .formatted(bench.engine()));

    Facts back = bench.run("r2").step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
    assertThat(rows(bench, "walter_z_state")).isEqualTo("theirs\n");
    assertThat(volumes(bench))
        .containsExactly(
            "walter_postgres",
            "walter_postgres.replaced-" + stamp(bench),
            "walter_state",
            "walter_state.replaced-" + stamp(bench),
            "walter_z_state");
  }

  @ParameterizedTest
  @EnumSource
  void theBackupThatTheRunningReleaseCameFromIsNeverPruned(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    String origin = stamp(bench);
    for (int i = 2; i < 5; i++) {
      bench.run("r" + i).with("keep", "1").goal(Bench.NEW, "host" + i, Bench.KEYS, "none");
      bench.begin();
      bench.steps("swap restart finish");
    }

    Facts backups = bench.with("keep", "").direct("backups.sh");

    assertThat(backups.all("backup")).hasSize(2);
    assertThat(backups.all("backup").get(0)).startsWith(origin + " volumes ").endsWith(" origin");
    assertThat(root.resolve("home/walter-onprem.backup-" + origin)).exists();
  }

  @ParameterizedTest
  @EnumSource
  void aBackupIsWholeFromTheRenameOnThatKeepsTheOldDirectory(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull backup");
    assertThat(bench.survey().all("backup")).singleElement().asString().endsWith(" partial");

    for (String point : List.of("exchange.exchange.after", "exchange.old-away.after")) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      bench.run("r" + point.length()).begin();
      bench.step("swap");
    }
    assertThat(bench.survey().all("backup")).singleElement().asString().endsWith(Bench.OLD + " r1");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    assertThat(bench.run("r2").step("rollback").all("result")).containsExactly("changed");
    assertThat(Files.readString(bench.install().resolve(".env.deploy"))).isEqualTo(ENV);
  }

  @ParameterizedTest
  @EnumSource
  void whatFailedRunsLeftIsCountedApartAndPushesNoWholeBackupOut(Shell shell) throws Exception {
    Bench bench = upgraded(shell);
    String origin = stamp(bench);
    bench.run("r2").goal(Bench.NEW, "b", Bench.KEYS, "none").begin();
    bench.steps(Bench.KEYS);
    String whole = bench.survey().all("backup").get(1);
    String made = Files.readString(bench.state().resolve("backups/" + origin + "/info"));
    for (String stamp : List.of("29990101T000000Z", "29990102T000000Z", "29990103T000000Z")) {
      Path left = Files.createDirectory(bench.state().resolve("backups/" + stamp));
      boolean full = stamp.startsWith("29990101");
      for (String name : List.of("checksums", "postgres.tar.gz", "state.tar.gz")) {
        Files.writeString(left.resolve(name), full ? name : "");
      }
      Files.writeString(
          left.resolve("info"),
          made.replaceAll("order=.*", "order=9").replace("data=volumes", data(full)));
    }
    assertThat(bench.survey().all("backup")).filteredOn(row -> row.endsWith(" partial")).hasSize(3);

    Facts kept = bench.with("keep", "1").direct("backups.sh");

    assertThat(kept.all("backup")).hasSize(3);
    assertThat(kept.all("backup").get(0)).startsWith(origin + " ").endsWith(" origin");
    assertThat(kept.all("backup").get(1)).startsWith(whole.split(" ", -1)[0] + " ");
    assertThat(kept.all("backup").get(2))
        .startsWith("29990101T000000Z volumes")
        .endsWith(" partial");
  }

  private static String data(boolean full) {
    return full ? "data=volumes" : "data=none";
  }

  private Bench installed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.with("stamp", "");
    return bench;
  }

  private Bench upgraded(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(setup, MIGRATION);
    assertThat(setup.toFile().setExecutable(true)).isTrue();
    bench.begin();
    bench.steps(Bench.DIRECTORY);
    return bench;
  }

  private static void hook(Bench bench, String call, String line) throws IOException {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
    Files.writeString(hook, "#!/bin/sh\n" + line + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private static String stamp(Bench bench) throws Exception {
    return bench.survey().all("backup").get(0).split(" ", -1)[0];
  }

  private static String rows(Bench bench, String volume) throws IOException {
    return Files.readString(bench.engine().resolve("volumes/" + volume + "/_data/rows"));
  }

  private static List<String> volumes(Bench bench) throws IOException {
    try (var files = Files.list(bench.engine().resolve("volumes"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> errors(List<Facts> answers) {
    return answers.stream().flatMap(answer -> answer.all("error.why").stream()).toList();
  }
}
