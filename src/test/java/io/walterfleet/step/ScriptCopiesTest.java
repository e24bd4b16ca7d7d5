package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Copies that are begun while Walter runs, finished while it is stopped, and packed afterwards. */
@Tag("scripts")
class ScriptCopiesTest {
  private static final String ENV =
      "SECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void whatChangesUntilTheStopIsInTheCopyAndWhatIsGoneIsNot(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path data = bench.volume("walter_postgres");
    bench.shell(
        """
        cd '%s' && mkdir -p base/1 base/2 wide && printf kept >base/1/kept && printf old >base/1/changed
        printf gone >base/1/gone && printf file >becomes-directory && mkdir becomes-file && printf in >becomes-file/in
        ln -s base/1 link && printf 'with space' >'base/2/a b' && printf dash >-n && sleep 3
        """
            .formatted(data));
    bench.begin();
    before(
        bench,
        "stop",
        """
        cd '%s' && printf new >base/1/changed && rm -f base/1/gone becomes-directory && rm -rf becomes-file
        mkdir -p becomes-directory/deep && printf in >becomes-directory/deep/in && printf file >becomes-file
        rm -f link && ln -s base/2 link && chmod 0751 wide && printf more >>'base/2/a b' && printf late >late
        """
            .formatted(data));

    Facts backup = bench.step("backup");

    assertThat(backup.all("error.why")).isEmpty();
    Path copy = bench.volume("walter_postgres.backup-" + stamp(bench));
    assertThat(bench.shell(tree(copy))).isEqualTo(bench.shell(tree(data)));
    assertThat(copy.resolve("late")).hasContent("late");
    assertThat(copy.resolve("-n")).hasContent("dash");
  }

  /**
   * What was copied before is told from what was not: the second pass copies no more than it must.
   */
  @ParameterizedTest
  @EnumSource
  void whatDidNotChangeIsNotCopiedAgain(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path data = bench.volume("walter_postgres");
    Files.writeString(data.resolve("large"), "much");
    bench.shell("sleep 3");
    bench.begin();
    Path copies = bench.engine().resolve("volumes");
    before(
        bench,
        "stop",
        "stat -c %i '" + copies + "'/walter_postgres.backup-*/_data/large >>\"$HOME/inodes\"");

    assertThat(bench.step("backup").all("error.why")).isEmpty();

    Path large = bench.volume("walter_postgres.backup-" + stamp(bench)).resolve("large");
    assertThat(Files.readAllLines(bench.home().resolve("inodes")))
        .contains(Files.getAttribute(large, "unix:ino").toString());
  }

  /**
   * Times tell nothing then: a file that was written since may look as it did. busybox has a date
   * of its own.
   */
  @ParameterizedTest
  @EnumSource(names = {"DASH", "BASH"})
  void aClockThatWasSetBackMakesItCopyAll(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path data = bench.volume("walter_postgres");
    Path file = Files.writeString(data.resolve("segment"), "before");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    bench.shell("sleep 3");
    bench.begin();
    Path date = bench.root().resolve("bin/date");
    before(
        bench,
        "stop",
        "printf '#!/bin/sh\\nexec /bin/date -d @1700000000 \"$@\"\\n' >'%s' && chmod 755 '%s'"
            .formatted(date, date));

    Facts backup = bench.step("backup");

    assertThat(backup.all("error.why")).isEmpty();
    try (Stream<Path> steps = Files.walk(bench.state().resolve("steps"))) {
      assertThat(steps.filter(path -> path.endsWith("settled"))).isNotEmpty().allMatch(this::empty);
    }
  }

  private boolean empty(Path file) {
    return file.toFile().length() == 0;
  }

  @ParameterizedTest
  @EnumSource
  void namesOverTwoLinesAreCopiedToo(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path data = bench.volume("walter_state");
    Files.writeString(data.resolve("a\nb"), "two");
    bench.shell("sleep 3");
    bench.begin();

    assertThat(bench.step("backup").all("error.why")).isEmpty();

    Path copy = bench.volume("walter_state.backup-" + stamp(bench));
    assertThat(copy.resolve("a\nb")).hasContent("two");
  }

  @ParameterizedTest
  @EnumSource
  void copiesThatAreNotPackedYetAreABackupToGoBackTo(Shell shell) throws Exception {
    Bench bench = migrated(shell);

    assertThat(bench.survey().all("backup")).singleElement().asString().doesNotEndWith("partial");
    Facts back = bench.step("rollback");

    assertThat(back.all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackToSuchCopiesThatIsKilledGoesOn(Shell shell) throws Exception {
    Bench bench = migrated(shell);
    for (String point : List.of("rollback.restore-copy.before", "rollback.restore-copy.after")) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("rollback").all("state")).containsExactly("vanished");
    }
    bench.environment("WALTER_FLEET_KILL_AT", "");

    assertThat(bench.run("last").step("rollback").all("error.why")).isEmpty();
    assertThat(rows(bench, "walter_postgres")).isEqualTo("old");
  }

  /** A program that was killed leaves its container to docker. */
  @ParameterizedTest
  @EnumSource
  void whatAKilledRunLeftOnACopyIsRemoved(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.environment("WALTER_FLEET_KILL_AT", "backup.ahead.after");
    assertThat(bench.step("backup").all("state")).containsExactly("vanished");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    String volume =
        volumes(bench).stream().filter(name -> name.contains(".backup-")).findFirst().orElseThrow();
    bench
        .docker()
        .place(
            Map.of(
                "name",
                "copier",
                "status",
                "running",
                "helper",
                "yes",
                "mounts",
                volume + ":/walter-fleet/aside"));

    assertThat(bench.run("r2").step("backup").all("error.why")).isEmpty();

    assertThat(bench.docker().runningNames()).doesNotContain("copier");
  }

  @ParameterizedTest
  @EnumSource
  void aCopyThatSomebodyChangedIsNoBackup(Shell shell) throws Exception {
    Bench bench = migrated(shell);
    Path copy = bench.volume("walter_postgres.backup-" + stamp(bench));
    Files.writeString(copy.resolve("rows"), "somebody was here");

    assertThat(bench.step("rollback").all("error.why"))
        .containsExactly("the copies of the volumes are not what they were");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
  }

  @ParameterizedTest
  @EnumSource
  void aPackingThatIsKilledAnywhereGoesOn(Shell shell) throws Exception {
    Bench bench = migrated(shell);
    List<String> points =
        List.of(
            "pack.copy.before",
            "pack.copy.after",
            "pack.keep.after",
            "pack.checksums.before",
            "pack.checksums.after",
            "pack.bytes.after",
            "copies.drop.after",
            "pack.done.before");
    for (String point : points) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("finish").all("state"))
          .as(point)
          .containsExactly("vanished");
      assertThat(bench.survey().all("backup")).as(point).noneMatch(row -> row.endsWith("partial"));
    }
    bench.environment("WALTER_FLEET_KILL_AT", "");

    assertThat(bench.run("last").step("finish").all("detail")).containsExactly("recorded");

    String backup = bench.state() + "/backups/" + stamp(bench);
    assertThat(bench.shell("ls '" + backup + "'"))
        .isEqualTo("checksums\ncontrol\ninfo\nmarks\npacked\npostgres.tar.gz\nstate.tar.gz\n");
    assertThat(bench.shell("cd '" + backup + "' && sha256sum -c checksums && cat *.gz | wc -c"))
        .contains("postgres.tar.gz: OK")
        .endsWith(value(backup + "/info", "bytes") + "\n");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void copiesThatCannotBePackedStayABackupAndArePackedByTheNextRun(Shell shell) throws Exception {
    Bench bench = migrated(shell);
    Path fail = Files.createDirectories(bench.engine().resolve("fail")).resolve("run");
    Files.writeString(fail, "1 no space left on device\n");

    Facts finish = bench.step("finish");

    assertThat(finish.all("result")).containsExactly("changed");
    assertThat(finish.all("detail"))
        .containsExactly(
            "recorded; the copies of the volumes could not be packed and stay volumes named .backup-"
                + stamp(bench)
                + ": no space left on device");
    Files.delete(fail);
    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    assertThat(bench.steps(Bench.KEYS)).extracting(Facts::exit).containsOnly(0);
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  /** What a forecast for other data is judged from. */
  @ParameterizedTest
  @EnumSource
  void eachStepThatCopiesSaysHowMuch(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.shell("head -c 300000 /dev/zero >'" + bench.volume("walter_postgres") + "/large'");
    bench.begin();
    List<Facts> steps = bench.steps(Bench.DIRECTORY);
    long bytes = Long.parseLong(value(bench.state() + "/backups/" + stamp(bench) + "/info", "kb"));
    String said = Long.toString(bytes * 1024);
    assertThat(bytes).isGreaterThanOrEqualTo(300);
    assertThat(steps.stream().map(step -> String.join(" ", step.all("bytes"))))
        .filteredOn(one -> !one.isEmpty())
        .containsExactly(said, said);
    assertThat(steps.stream().flatMap(step -> step.all("ahead").stream()))
        .as("the backup says when it stopped the stack")
        .singleElement()
        .satisfies(ahead -> assertThat(Integer.parseInt(ahead)).isBetween(10, 60_000));

    bench.environment("WALTER_FLEET_KILL_AT", "rollback.directory.after").begin();
    bench.with("stamp", stamp(bench)).with("restore", "volumes");
    assertThat(bench.run("r3").step("rollback").all("state")).containsExactly("vanished");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    Facts goneOn = bench.run("r4").step("rollback");
    assertThat(goneOn.all("result")).containsExactly("changed");
    assertThat(goneOn.all("bytes")).as("a part was copied before").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackWithTheVolumesSaysHowMuch(Shell shell) throws Exception {
    Bench bench = migrated(shell);
    String kilobytes = value(bench.state() + "/backups/" + stamp(bench) + "/info", "kb");
    assertThat(bench.step("rollback").all("bytes"))
        .containsExactly(Long.toString(Long.parseLong(kilobytes) * 1024));
  }

  /** An install that was upgraded and migrated, and not recorded yet. */
  private Bench migrated(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(
        setup,
        "#!/bin/sh\necho migrated >\"$(dirname \"$0\")/volumes/walter_postgres/_data/rows\"\n");
    assertThat(setup.toFile().setExecutable(true)).isTrue();
    bench.begin();
    assertThat(bench.steps(Bench.DIRECTORY.replace(" finish", "")))
        .extracting(Facts::exit)
        .containsOnly(0);
    assertThat(rows(bench, "walter_postgres")).isEqualTo("migrated\n");
    return bench;
  }

  private Bench installed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    return bench.with("stamp", "");
  }

  /** Has something done once before a call of docker. */
  private static void before(Bench bench, String call, String lines) throws IOException {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
    Files.writeString(hook, "#!/bin/sh\nrm -f -- \"$0\"\n" + lines);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private static String tree(Path volume) {
    return "cd '%s' && find . | sort | while IFS= read -r name; do stat -c '%%A %%u %%g %%N' \"$name\"; [ ! -f \"$name\" ] || cat \"$name\"; done"
        .formatted(volume);
  }

  private static String value(String file, String key) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  private static String stamp(Bench bench) throws Exception {
    return bench.survey().all("backup").get(0).split(" ", -1)[0];
  }

  private static String rows(Bench bench, String volume) throws IOException {
    return Files.readString(bench.volume(volume).resolve("rows"));
  }

  private static List<String> volumes(Bench bench) throws Exception {
    return bench.shell("ls '" + bench.engine() + "/volumes'").lines().toList();
  }
}
