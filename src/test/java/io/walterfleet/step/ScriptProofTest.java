package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backup that is restored beside and read, up to where a real PostgreSQL would begin; from there
 * on see the tests on a real engine.
 */
@Tag("scripts")
class ScriptProofTest {
  private static final String ENV =
      "SECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void whatAProofFoundStandsWithTheBackupAndNothingElseIsLeft(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    String before = bench.shell("ls -A ~ ~/.walter-fleet && cat ~/.walter-fleet/journal");

    Facts proof = bench.step("prove");

    assertThat(proof.all("error.why")).isEmpty();
    assertThat(proof.all("proof"))
        .singleElement()
        .asString()
        .matches(stamp(bench) + " ok 2 6 \\d+");
    assertThat(bench.survey().all("backup"))
        .singleElement()
        .asString()
        .matches("\\S+ volumes \\d+ \\S+ r1 proof:\\d+:ok");
    assertThat(bench.shell("cat ~/.walter-fleet/backups/*/info"))
        .containsPattern("\nproved=\\d+\nproof=ok\ndatabases=2\ntables=6\nend=1\n$");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
    assertThat(bench.shell("ls -A ~ ~/.walter-fleet && cat ~/.walter-fleet/journal"))
        .isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"DASH", "BASH"})
  void aClockThatIsSetBackMeanwhileIsNoFlaw(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    Path date = bench.root().resolve("bin/date");
    Files.writeString(
        date,
        "#!/bin/sh\nback=\nls '%s' | grep -q proof- && back='-d -1hour'\nexec /bin/date $back \"$@\"\n"
            .formatted(bench.engine().resolve("volumes")));
    Files.setPosixFilePermissions(date, PosixFilePermissions.fromString("rwxr-xr-x"));

    Facts proof = bench.step("prove");

    assertThat(proof.all("error.why")).isEmpty();
    assertThat(proof.all("proof"))
        .singleElement()
        .asString()
        .matches(stamp(bench) + " ok 2 6 \\d{1,2}");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void copiesThatAreNotPackedYetAreProvedAsTheyAre(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps(Bench.DIRECTORY.replace(" gate finish", ""));
    Path marker = bench.state().resolve("journal");
    Files.writeString(marker, Files.readString(marker).replaceAll("step=\\w+", "step=finish"));

    Facts proof = bench.step("prove");

    assertThat(proof.all("error.why")).isEmpty();
    assertThat(proof.all("proof")).singleElement().asString().contains(" ok 2 6 ");
    Path copy = bench.volume("walter_postgres.backup-" + stamp(bench));
    Files.delete(copy.resolve("rows"));
    assertThat(bench.run("r2").step("prove").all("proof"))
        .singleElement()
        .asString()
        .contains(" files 0 0 ");
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultHasAWordOfItsOwn(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    bench.shell("cp -Rp ~/.walter-fleet/backups ~/whole");
    String open = "mkdir x && tar -C x -xpzf postgres.tar.gz && ";
    String close = " && tar -C x --numeric-owner -czf postgres.tar.gz . && rm -r x && " + SUMS;
    for (List<String> fault :
        List.of(
            List.of("checksum", "printf x | dd of=postgres.tar.gz bs=1 seek=40 conv=notrunc"),
            List.of("archive", "head -c 60 postgres.tar.gz >x && mv x postgres.tar.gz && " + SUMS),
            List.of("files", open + "rm x/rows" + close),
            List.of("files", open + "printf longer >>x/rows" + close),
            List.of("cluster", open + "echo 8 >x/global/identifier" + close),
            List.of("files", open + "rm x/global/pg_control" + close))) {
      bench.shell("cd ~/.walter-fleet/backups/2* && { " + fault.get(1) + "; } 2>/dev/null");
      Facts proof = bench.run("r" + fault.hashCode()).step("prove");
      assertThat(proof.all("error.why")).as(fault.toString()).isEmpty();
      assertThat(proof.all("proof")).singleElement().asString().contains(" " + fault.get(0) + " ");
      assertThat(bench.survey().all("backup").get(0)).endsWith(":" + fault.get(0));
      bench.shell("rm -r ~/.walter-fleet/backups && cp -Rp ~/whole ~/.walter-fleet/backups");
    }
    Files.writeString(
        Files.createDirectories(bench.volume("walter_postgres").resolve("global"))
            .resolve("identifier"),
        "9\n");
    assertThat(bench.run("live").step("prove").all("proof"))
        .singleElement()
        .asString()
        .contains(" cluster ");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  /** What could not be found out is no flaw: nothing is noted, and nothing is left. */
  @ParameterizedTest
  @EnumSource
  void aDiskThatTakesNoMoreAndAKilledComparisonAreNoFlaws(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    for (String words :
        List.of("No space left on device", "Disk quota exceeded", "Input/output error")) {
      tool(
          bench,
          "tar",
          "cat >/dev/null; echo 'tar: rows: Cannot write: " + words + "' >&2; exit 2");
      assertThat(bench.run("r" + words.hashCode()).step("prove").all("error.why").toString())
          .contains(words);
    }
    Files.delete(bench.root().resolve("inside/tar"));
    Path sums = bench.root().resolve("bin/sha256sum");
    Files.deleteIfExists(sums); // a link where all tools are busybox's
    Files.writeString(sums, "#!/bin/sh\nkill -9 $$\n");
    Files.setPosixFilePermissions(sums, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(bench.run("killed").step("prove").all("error"))
        .containsExactly("could not prove the backup " + stamp(bench));
    Files.delete(sums);
    program(
        bench.root().resolve("bin/nice"),
        "case $* in *' -c '*) [ ! -f /proc/$$/fd/1 ] || exec >/dev/full ;; esac\nexec /usr/bin/nice \"$@\"");
    Path faults = bench.engine().resolve("faults");
    Files.writeString(faults, "(?s)run -i --rm.*exit 7\t125\t0\tno such container runtime\n");
    bench.shell(
        "cd ~/.walter-fleet/backups/2* && cp postgres.tar.gz ~/small && head -c 900000 /dev/urandom | gzip -c >postgres.tar.gz && "
            + SUMS);
    assertThat(bench.run("unread").step("prove").all("error"))
        .containsExactly("could not prove the backup " + stamp(bench));
    Files.delete(faults);
    bench.shell("cd ~/.walter-fleet/backups/2* && mv ~/small postgres.tar.gz && " + SUMS);
    String control = Files.readString(bench.root().resolve("inside/pg_controldata"));
    for (String of : List.of("*proof-*", "*walter_postgres/*")) {
      tool(bench, "pg_controldata", "case $* in " + of + ") kill -9 $$ ;; esac\n" + control);
      assertThat(bench.run("control" + of.length()).step("prove").all("error"))
          .as(of)
          .containsExactly("could not prove the backup " + stamp(bench));
    }

    assertThat(bench.survey().all("backup")).noneMatch(row -> row.contains("proof:"));
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void whatPostgresSaysIsAResultOnlyWhereItIsAFlaw(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    for (String flaw : List.of("start", "read", "pages")) {
      Files.writeString(bench.root().resolve("inside/said"), flaw + "\n");
      assertThat(bench.run("r" + flaw).step("prove").all("proof"))
          .singleElement()
          .asString()
          .contains(" " + flaw + " 0 0 ");
    }
    Files.writeString(bench.root().resolve("inside/said"), "version\n");
    String proved = bench.survey().all("backup").get(0);
    Facts proof = bench.run("version").step("prove");
    assertThat(proof.all("error.why"))
        .containsExactly("its data are of another version of PostgreSQL than the image that runs");
    assertThat(bench.survey().all("backup")).containsExactly(proved);
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void aProofThatIsKilledAnywhereIsClearedAwayByTheNextRun(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    for (String point :
        List.of(
            "proof.noted.after",
            "proof.volume.after",
            "proof.unpack.before",
            "proof.unpack.after",
            "proof.read.after",
            "proof.record.before",
            "proof.record.after",
            "proof.drop.after",
            "proof.forget.before")) {
      bench.environment("WALTER_FLEET_KILL_AT", point);
      assertThat(bench.run("r" + point).step("prove").all("state"))
          .as(point)
          .containsExactly("vanished");
      assertThat(bench.survey().all("backup")).as(point).noneMatch(row -> row.endsWith("partial"));
    }
    bench.environment("WALTER_FLEET_KILL_AT", "proof.volume.after");
    bench.run("once more").step("prove");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    assertThat(volumes(bench)).contains("walter_postgres.proof-" + stamp(bench));

    bench.run("r2").goal(Bench.NEW, "b.example.com", Bench.KEYS, "none").begin();
    assertThat(bench.steps(Bench.KEYS)).extracting(Facts::exit).containsOnly(0);

    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
    assertThat(bench.state().resolve("proving")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void roomIsLookedAtBeforeAnythingIsMade(Shell shell) throws Exception {
    Bench bench = backedUp(shell);
    bench.with("memory", "99999999");
    assertThat(bench.step("prove").all("error.why").toString())
        .matches("\\[\\d+ MB of memory are available, 149999998 MB are needed]");
    bench.with("memory", "64");
    bench.shell("sed -i s/^kb=.*/kb=99999999999/ ~/.walter-fleet/backups/*/info");
    assertThat(bench.run("r3").step("prove").all("error.why").toString())
        .matches("\\[\\d+ MB are free at \\S+, 107421938 MB are needed to restore it beside]");
    assertThat(bench.state().resolve("proving")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void aDumpIsCalledWhatItIs(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "dump").begin();
    assertThat(bench.steps(Bench.DIRECTORY)).extracting(Facts::exit).containsOnly(0);

    Facts proof = bench.step("prove");

    assertThat(proof.all("error.why"))
        .containsExactly(
            "the backup "
                + stamp(bench)
                + " is a dump, and what can be proved is a copy of the volumes");
    assertThat(proof.all("error.changed")).containsExactly("no");
  }

  /** A PostgreSQL that answers what the script asks it, and has the flaw that it is told. */
  private static final Map<String, String> TOOLS =
      Map.of(
          "postgres",
          """
          case $1:$said in
          --version:version) echo 'postgres (PostgreSQL) 16.4' ;;
          --version:*) echo 'postgres (PostgreSQL) 15.4' ;;
          --single:start) exit 1 ;;
          --single:*) printf '\\t 1: rolname = "walter"\\t(typeid = 19, len = 64, typmod = -1, byval = f)\\n' ;;
          *) exec perl -e '$SIG{INT} = sub { exit 0 }; open my $up, ">", "$ENV{PGHOST}/up"; sleep 60' ;;
          esac
          """,
          "pg_isready",
          "[ -z \"${PGHOST:-}\" ] || [ -e \"$PGHOST/up\" ]",
          "pg_dump",
          "echo of pg_dump",
          "pg_dumpall",
          "echo of pg_dumpall",
          "pg_restore",
          "exit 0",
          "psql",
          """
          case $*:$said in
          *' -f '*:read) echo 'psql:1: ERROR:  XX001: invalid page' >&2; exit 3 ;;
          *datname*) printf '%s\\n' walter 'a b' ;;
          *'select format('*) echo 'select count(*) from only public.orders;' ;;
          *available*) echo 1 ;;
          *'select count'*) echo 3 ;;
          esac
          """,
          "pg_amcheck",
          "[ \"$said\" != pages ] || exit 2",
          "ionice",
          "shift 2; exec \"$@\"");

  private static final String SUMS = "sha256sum *.gz >checksums";

  /** An upgraded install, whose backup is packed, and a PostgreSQL that answers as it is told. */
  private Bench backedUp(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    assertThat(bench.steps(Bench.DIRECTORY)).extracting(Facts::exit).containsOnly(0);
    return bench;
  }

  private Bench installed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    postgres(bench);
    return bench;
  }

  /** Gives the containers such a PostgreSQL, and a proof its bounds. */
  static void postgres(Bench bench) throws IOException {
    bench.with("limit", "60").with("memory", "64");
    Path said = bench.root().resolve("inside/said");
    Files.writeString(said, "");
    TOOLS.forEach((name, text) -> tool(bench, name, "read -r said <'" + said + "'\n" + text));
  }

  private static void tool(Bench bench, String name, String text) {
    try {
      program(bench.root().resolve("inside/" + name), text);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String stamp(Bench bench) throws Exception {
    return bench.survey().all("backup").get(0).split(" ", -1)[0];
  }

  private static List<String> volumes(Bench bench) throws Exception {
    return bench.shell("ls '" + bench.engine() + "/volumes'").lines().toList();
  }
}
