package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps from stage to finish, under every shell. */
@Tag("scripts")
class ScriptStepsTest {
  private static final String ENV =
      "# ours\nSECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void anUpgradeReplacesTheDirectoryAndKeepsWhatIsTheOperators(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();

    List<Facts> answers = bench.steps(Bench.DIRECTORY);

    assertThat(answers).extracting(Facts::exit).containsOnly(0);
    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(answers).extracting(answer -> answer.all("result")).containsOnly(List.of("changed"));
    assertThat(Files.readString(bench.install().resolve(".env.deploy")))
        .isEqualTo(ENV.replace(Bench.OLD, Bench.NEW));
    Facts survey = bench.survey();
    assertThat(survey.all("env.image")).containsExactly(Bench.NEW);
    assertThat(survey.all("journal")).containsExactly("ended");
    assertThat(survey.all("backup")).hasSize(1);
    assertThat(survey.all("files.intact")).isEqualTo(survey.all("files.total"));
    assertThat(audit(bench))
        .containsExactly(
            "locked by",
            "stage: changed",
            "pull: changed",
            "backup: changed",
            "swap: changed",
            "migrate: changed",
            "restart: changed",
            "finish: changed");
  }

  @ParameterizedTest
  @EnumSource
  void anActThatFailsHalfWayLeavesALineToo(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup swap");
    Files.writeString(
        Files.createDirectories(bench.engine().resolve("fail")).resolve("run"), "1 no way\n");

    assertThat(bench.step("migrate").all("error")).hasSize(1);
    assertThat(audit(bench)).last().isEqualTo("failed: could");
  }

  @ParameterizedTest
  @EnumSource
  void aStagingThatWasKilledLeavesNothingAfterTheNextOne(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    assertThat(bench.stage().all("result")).containsExactly("changed");
    Path left = bench.state().resolve("staged/.0123abc.99999999"); // no such process can be
    Files.writeString(Files.createDirectories(left).resolve("bundle"), "half");

    assertThat(bench.stage().all("result")).containsExactly("already");
    assertThat(staged(bench)).containsExactly(Bundle.sha256(bench.bundle()));
  }

  private static List<String> staged(Bench bench) throws Exception {
    try (Stream<Path> files = Files.list(bench.state().resolve("staged"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The first two words of each act, without its time and its run. */
  private static List<String> audit(Bench bench) throws Exception {
    return Files.readAllLines(bench.state().resolve("audit.log")).stream()
        .peek(line -> assertThat(line).matches("20\\d\\d-\\S+Z r1 \\S.*"))
        .map(line -> line.replaceFirst("^\\S+ \\S+ (\\S+ [^ :]+).*", "$1"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aSecondRoundOfTheSameStepsChangesNothing(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup swap");

    List<Facts> again = bench.run("r2").steps("stage pull backup swap");

    assertThat(again).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    assertThat(again).extracting(answer -> answer.all("result")).containsOnly(List.of("already"));
  }

  @ParameterizedTest
  @EnumSource
  void theDirectoryKeepsItsOwnerAndTheKeysFileItsOwn(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Path keys = bench.install().resolve(".env.deploy");
    boolean asRoot = System.getProperty("user.name").equals("root");
    // only root can give files away; anybody else has one owner for all of them
    Object self = Files.getAttribute(keys, "unix:uid");
    Object owner = asRoot ? 4711 : self;
    Object other = asRoot ? 4712 : self;
    Files.setAttribute(bench.install(), "unix:uid", owner);
    Files.setAttribute(keys, "unix:uid", other);
    bench.begin();

    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").steps("stage pull swap");

    assertThat(Files.getAttribute(bench.install(), "unix:uid")).isEqualTo(owner);
    assertThat(Files.getAttribute(bench.install().resolve("compose.yml"), "unix:uid"))
        .isEqualTo(owner);
    assertThat(Files.getAttribute(keys, "unix:uid")).isEqualTo(other);
    assertThat(Files.readString(keys)).isEqualTo(ENV.replace(Bench.OLD, Bench.NEW));
  }

  @ParameterizedTest
  @EnumSource
  void whereMvCanExchangeTheMachineIsNeverWithoutAnInstall(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    exchangingMv(root.resolve("bin/mv"));
    bench.goal(Bench.NEW, "a.example.com", Bench.DIRECTORY, "none").begin();
    bench.steps("stage pull");
    bench.environment("WALTER_FLEET_KILL_AT", "*");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "echo $wf_checkpoint $(ls -d \"$HOME/walter-onprem\") >>"
            + root.resolve("trace")
            + "; case $wf_checkpoint in exchange.exchange.after) kill -KILL $$ ;; esac");

    assertThat(bench.step("swap").all("state")).containsExactly("vanished");
    bench.environment("WALTER_FLEET_KILL_AT", "");
    assertThat(bench.survey().all("install")).containsExactly("installed");
    bench.run("r2").begin();
    Facts again = bench.step("swap");

    assertThat(Files.readAllLines(root.resolve("trace")))
        .contains("exchange.exchange.after " + bench.install())
        .allMatch(line -> line.endsWith(" " + bench.install()));
    assertThat(again.all("error.why")).isEmpty();
    assertThat(Files.readString(bench.install().resolve(".env.deploy")))
        .isEqualTo(ENV.replace(Bench.OLD, Bench.NEW));
    String stamp = bench.survey().all("backup").get(0).split(" ", -1)[0];
    assertThat(Files.readString(Path.of(bench.install() + ".backup-" + stamp + "/.env.deploy")))
        .isEqualTo(ENV);
  }

  @ParameterizedTest
  @EnumSource
  void aSetupThatWasKilledIsRunOnceMoreAndNoMore(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(
        setup,
        """
        #!/bin/sh
        echo run >>'%1$s/runs'
        [ "$(wc -l <'%1$s/runs')" -gt "$(cat '%1$s/kills')" ] || exit 137
        """
            .formatted(root));
    Files.setPosixFilePermissions(setup, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root.resolve("kills"), "2\n");
    bench.begin();
    bench.steps("stage pull backup swap");

    assertThat(bench.step("migrate").all("error.why"))
        .allMatch(why -> why.startsWith("the service setup ended with 137; "))
        .hasSize(1);
    assertThat(Files.readAllLines(root.resolve("runs"))).hasSize(2);
    Files.writeString(root.resolve("kills"), "3\n");
    bench.run("r2").begin();
    assertThat(bench.step("migrate").all("detail"))
        .containsExactly("the service setup ended well, the second time: the first was killed");
    assertThat(Files.readAllLines(root.resolve("runs"))).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void aSetupThatFailsWhileTheDatabaseIsBeingMadeIsRunOnceMore(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    ends(bench.engine().resolve("setup"), "setups", "2 0");
    bench.goal(Bench.NEW, "a.example.com", "stage pull swap migrate restart gate finish", "none");
    bench.begin();
    assertThat(bench.steps("stage pull swap")).extracting(Facts::exit).containsOnly(0);
    ends(bench.root().resolve("inside/pg_isready"), "asked", "2 1 0");

    assertThat(bench.step("migrate").all("detail"))
        .containsExactly(
            "the service setup ended well, the second time: at the first, the database was being"
                + " made");

    assertThat(Files.readString(root.resolve("setups"))).isEqualTo("2.");
    assertThat(Files.readString(root.resolve("asked"))).isEqualTo("3.");
  }

  @Test
  void aSetupThatFailsTwiceOnANewStackHasFailed() throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    ends(bench.engine().resolve("setup"), "setups", "2 2 0");
    bench.goal(Bench.NEW, "a.example.com", "stage pull swap migrate restart gate finish", "none");
    bench.begin();
    bench.steps("stage pull swap");

    assertThat(bench.step("migrate").all("error.why"))
        .allMatch(why -> why.startsWith("the service setup ended with 2; "))
        .hasSize(1);
    assertThat(Files.readString(root.resolve("setups"))).isEqualTo("2.");
  }

  @Test
  void aSetupThatFailsWhereDataWasIsNotRunAgain() throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    bench.vendorInstall(Bench.OLD, ENV);
    ends(bench.engine().resolve("setup"), "setups", "2 0");
    bench.begin();
    bench.steps("stage pull backup swap");

    assertThat(bench.step("migrate").all("error.why")).hasSize(1);
    assertThat(Files.readString(root.resolve("setups"))).isEqualTo("1.");
  }

  /**
   * Writes a program that ends with one code after the other; how often it ran stands in a file.
   */
  private void ends(Path program, String count, String codes) throws IOException {
    Files.writeString(
        program,
        """
        #!/bin/sh
        n=$(cut -d. -f1 '%1$s' 2>/dev/null) || n=0
        n=$((${n:-0} + 1))
        printf %%s. "$n" >'%1$s'
        set -- %2$s
        shift $((n - 1))
        exit "${1:-0}"
        """
            .formatted(root.resolve(count), codes));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DASH", "BUSYBOX"})
  void aMigrationThatFailsSaysWhereItsWordsAreAndAFloodOfThemIsCut(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    Path setup = bench.engine().resolve("setup");
    Files.writeString(
        setup,
        """
        #!/bin/sh
        echo password=hunter22
        yes 'a line of the flood' | head -c 100000000
        echo the last words
        exit 3
        """);
    Files.setPosixFilePermissions(setup, PosixFilePermissions.fromString("rwxr-xr-x"));
    bench.begin();
    bench.steps("stage pull backup swap");

    Facts migrate = bench.step("migrate");

    Path log = bench.state().resolve("steps/r1/migrate/setup.log");
    assertThat(migrate.all("error.why"))
        .containsExactly(
            "the service setup ended with 3; what it said is in " + log + " on the machine");
    assertThat(migrate.values().toString()).doesNotContain("hunter22");
    assertThat(Files.size(log)).isBetween(2_000_000L, 2_001_000L);
    assertThat(Files.readString(log))
        .contains("password=hunter22\n", "\n(what may have stood here was left out)\n")
        .endsWith("the last words\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"DASH", "BUSYBOX"})
  void aSetupServiceThatComesUpWithTheStackAndEndsIsNoDrift(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.shell(
        "cd \"$HOME/walter-onprem\" && sed -i '/profiles:/d' compose.yml && docker compose -p"
            + " walter-onprem --env-file .env.deploy -f compose.yml up -d");
    bench.docker().set("walter-onprem-setup-1", "status", "exited");

    Facts survey = bench.survey();

    assertThat(survey.all("oneoff")).hasSize(1).allMatch(row -> row.startsWith("setup exited "));
    assertThat(survey.all("service"))
        .extracting(row -> row.split(" ", -1)[0] + " " + row.split(" ", -1)[1])
        .containsExactlyInAnyOrder("postgres running", "walter running");
  }

  /** An mv as of coreutils 9.5, which can exchange two names in one act. */
  private static void exchangingMv(Path mv) throws Exception {
    Files.deleteIfExists(mv);
    Files.writeString(
        mv,
        """
        #!/bin/sh
        case $1 in
        --help) echo '  --exchange'; exit ;;
        --exchange)
          case $(uname -m) in x86_64) call=316 ;; *) call=276 ;; esac
          exec perl -e 'exit(syscall(shift() + 0, -100, $ARGV[0], -100, $ARGV[1], 2) == 0 ? 0 : 1)' $call "$4" "$5" ;;
        esac
        exec /bin/mv "$@"
        """);
    assertThat(mv.toFile().setExecutable(true)).isTrue();
  }

  /** Lets the bundle's database mount a directory of the bundle. */
  private static void mounting(Bench bench) throws Exception {
    String mount = "\"postgres:/var/lib/postgresql/data\"";
    Bundle.write(
        bench.bundle(),
        "compose.yml",
        text -> text.replace(mount, mount + ", \"./config:/etc/x\""));
    bench.with("bundle", Bundle.sha256(bench.bundle()));
    bench.with("size", Long.toString(Files.size(bench.bundle())));
  }

  @ParameterizedTest
  @EnumSource
  void aContainerThatMountsFilesOfTheBundleIsMadeAnewAfterASwap(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    mounting(bench);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=%s\nPHX_HOST=a\n".formatted(Bench.OLD));
    bench.docker().set("walter-onprem-postgres-1", "created", "1767225600");
    String first = bench.docker().fact("walter-onprem-postgres-1", "id");
    bench.goal(Bench.OLD, "a", Bench.DIRECTORY, "none").begin();

    List<Facts> answers = bench.steps("stage pull swap restart");

    assertThat(answers).extracting(answer -> answer.all("error.why")).containsOnly(List.of());
    String second = bench.docker().fact("walter-onprem-postgres-1", "id");
    assertThat(second).isNotEqualTo(first);
    bench.run("r2").goal(Bench.OLD, "a", "restart gate finish", "none").begin();
    assertThat(bench.step("restart").all("error.why")).isEmpty();
    assertThat(bench.docker().fact("walter-onprem-postgres-1", "id")).isEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource
  void whatAKilledRestartDidNotMakeAnewTheNextOneDoes(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    mounting(bench);
    bench.vendorInstall(Bench.OLD, "WALTER_IMAGE=%s\nPHX_HOST=a\n".formatted(Bench.OLD));
    bench.docker().set("walter-onprem-postgres-1", "created", "1767225600");
    String first = bench.docker().fact("walter-onprem-postgres-1", "id");
    bench.goal(Bench.OLD, "a", Bench.DIRECTORY, "none").begin();
    bench.steps("stage pull swap");
    bench.environment("WALTER_FLEET_KILL_AT", "stack.anew.before");

    assertThat(bench.step("restart").all("state")).containsExactly("vanished");
    assertThat(bench.docker().fact("walter-onprem-postgres-1", "id")).isEqualTo(first);
    bench.environment("WALTER_FLEET_KILL_AT", "");

    assertThat(bench.step("restart").all("result")).containsExactly("changed");
    assertThat(bench.docker().fact("walter-onprem-postgres-1", "id")).isNotEqualTo(first);
  }
}
