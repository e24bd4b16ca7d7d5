package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of which something is in doubt: they do not count, and nothing is replaced by them. */
@Tag("scripts")
class ScriptCopiesDoubtTest {
  private static final String ENV =
      "SECRET=hunter22\nWALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  /** It stands still here, so that it is behind by what passed, though not before the beginning. */
  @Test
  void aClockThatFellBehindMakesItCopyAll() throws Exception {
    Bench bench = installed(Shell.DASH);
    Files.writeString(bench.volume("walter_postgres").resolve("segment"), "before");
    long soon = System.currentTimeMillis() / 1000 + 60;
    program(bench.root().resolve("bin/date"), "exec /bin/date -d @" + soon + " \"$@\"\n");
    bench.begin();
    before(bench, "stop", "sleep 4\n");

    assertThat(bench.step("backup").all("error.why")).isEmpty();

    try (Stream<Path> steps = Files.walk(bench.state().resolve("steps"))) {
      assertThat(steps.filter(path -> path.endsWith("settled")))
          .isNotEmpty()
          .allMatch(path -> path.toFile().length() == 0);
    }
  }

  /** Its container was started before all was stopped, and nobody says go any more. */
  @Test
  void whoIsKilledBeforeTheSecondPassLeavesNobodyWhoCopies() throws Exception {
    Bench bench = installed(Shell.DASH);
    bench.begin();
    Path late = bench.volume("walter_postgres").resolve("late");
    before(bench, "stop", "echo late >'" + late + "'\n");
    bench.environment("WALTER_FLEET_KILL_AT", "backup.marks.after");

    assertThat(bench.step("backup").all("state")).containsExactly("vanished");

    bench.shell(
        "for i in 1 2 3 4 5 6 7 8 9; do ! pgrep -f '" + root + ".*[w]ent' || sleep 1; done");
    assertThat(late).exists();
    String copies = bench.engine().resolve("volumes") + "/walter_postgres.backup-*/_data";
    assertThat(bench.shell("ls " + copies)).contains("rows").doesNotContain("late");
  }

  @ParameterizedTest
  @EnumSource
  void aSecondPassThatEndsBeforeItIsToldToGoMakesNoBackup(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    Files.writeString(
        bench.engine().resolve("faults"), "(?s)copier=.*went\t125\t0\tno such container runtime\n");

    Facts backup = bench.step("backup");

    assertThat(backup.all("error")).containsExactly("could not copy the volume walter_postgres");
    assertThat(backup.all("error.why")).containsExactly("no such container runtime");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void socketsAreNoData(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path socket = bench.volume("walter_state").resolve("s");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      bench.shell("sleep 3");
      bench.begin();
      before(bench, "stop", "touch '" + socket + "'\n");

      assertThat(bench.step("backup").all("error.why")).isEmpty();
    }
  }

  /** tar fills what it cannot read with zeros, and the size is right; not each cp knows parents. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCouldNotBeReadWhileAllWasStoppedMakesNoBackup(boolean parents) throws Exception {
    Bench bench = installed(Shell.DASH);
    Path file = Files.writeString(bench.volume("walter_postgres").resolve("segment"), "before");
    bench.shell("sleep 3");
    program(
        bench.root().resolve("bin/cp"),
        "case \" $* \" in *' --parents '*) "
            + (parents ? "" : "exit 1")
            + " ;; esac\n/bin/cp \"$@\" || exit\n"
            + "case \" $* \" in *' --parents '*segment*) echo 'Read error at byte 0' >&2 && exit 1 ;; esac\n");
    program(
        bench.root().resolve("bin/tar"),
        "/bin/tar \"$@\" || exit\ncase \" $* \" in *' -cf '*) echo 'Read error at byte 0' >&2 && exit 2 ;; esac\n");
    bench.begin();
    before(bench, "stop", "echo after >'" + file + "'\n");

    Facts backup = bench.step("backup");

    assertThat(backup.all("error")).containsExactly("could not copy the volume walter_postgres");
    assertThat(backup.one("error.why").orElseThrow()).contains("Read error at byte 0");
    assertThat(backup.all("error.changed")).containsExactly("no");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  @ParameterizedTest
  @EnumSource
  void whatRunsLeftThatDiedIsRemovedAndNobodyElses(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    String backups = "'" + bench.state() + "/backups'";
    String volumes = "'" + bench.engine() + "/volumes'";
    bench.shell(
        "mkdir -p %1$s/20250101T000000Z %1$s/20250102T000000Z && : >%1$s/20250102T000000Z/copies && cd %2$s && for of in 1 2 3; do mkdir -p walter_state.backup-2025010${of}T000000Z/_data; done"
            .formatted(backups, volumes));

    assertThat(bench.step("backup").all("error.why")).isEmpty();

    assertThat(volumes(bench))
        .contains("walter_state.backup-20250102T000000Z", "walter_state.backup-20250103T000000Z")
        .doesNotContain("walter_state.backup-20250101T000000Z")
        .hasSize(6);
  }

  /** A list of one of both files is none, and what was packed gives its room back. */
  @ParameterizedTest
  @EnumSource
  void checksumsThatWereNotMadeToTheirEndMakeNoPackedBackup(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    Path sums = bench.root().resolve("bin/sha256sum");
    Path real = bench.root().resolve("real-sha256sum");
    if (Files.exists(sums)) {
      Files.move(sums, bench.root().resolve("bin/busybox-sums"));
    }
    Files.createSymbolicLink(real, Path.of("/usr/bin/sha256sum"));
    program(
        sums,
        "case $* in *state.tar.gz*) '"
            + real
            + "' -- postgres.tar.gz; exit 1 ;; esac\nexec '"
            + real
            + "' \"$@\"\n");

    List<Facts> steps = bench.steps(Bench.DIRECTORY);

    assertThat(steps.get(steps.size() - 1).all("detail").get(0)).contains("could not be packed");
    assertThat(volumes(bench)).hasSize(4);
    assertThat(bench.shell("ls " + bench.state() + "/backups/*"))
        .isEqualTo("control\ncopies\ninfo\nmarks\n");
    Files.delete(sums);
    assertThat(bench.run("r2").step("finish").all("detail")).containsExactly("recorded");
    assertThat(volumes(bench)).containsExactly("walter_postgres", "walter_state");
  }

  /** As whoever starts a PostgreSQL on it: what he wrote was never Walter's. */
  @ParameterizedTest
  @EnumSource
  void aCopyThatSomebodyChangesIsNotPacked(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.environment("WALTER_FLEET_KILL_AT", "pack.copy.before");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "echo started >>\"$(echo '"
            + bench.engine()
            + "'/volumes/walter_postgres.backup-*)/_data/rows\"");

    List<Facts> steps = bench.steps(Bench.DIRECTORY);

    assertThat(steps.get(steps.size() - 1).all("detail").get(0))
        .endsWith(": the copy is not what it was");
    assertThat(volumes(bench)).hasSize(4);
    assertThat(bench.state().resolve("backups")).isDirectoryNotContaining("glob:**.gz");
  }

  /** Such as by docker volume prune; docker then makes an empty one of that name. */
  @ParameterizedTest
  @EnumSource
  void aCopyThatIsGoneWhenItIsUsedReplacesNothing(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    assertThat(bench.steps(Bench.DIRECTORY.replace(" finish", "")))
        .extracting(Facts::exit)
        .containsOnly(0);
    Files.writeString(bench.volume("walter_postgres").resolve("rows"), "since");
    bench.environment("WALTER_FLEET_KILL_AT", "rollback.restore-copy.before");
    bench.environment(
        "WALTER_FLEET_KILL_HOOK",
        "rm -rf -- '" + bench.engine() + "'/volumes/walter_postgres.backup-*/_data/*");

    Facts back = bench.step("rollback");

    assertThat(back.one("error.why").orElseThrow()).contains("the copy is not what it was");
    assertThat(bench.volume("walter_postgres").resolve("rows")).hasContent("since");
    assertThat(bench.survey().all("service")).allMatch(service -> service.contains(" running "));
  }

  /**
   * What the engine has logged since proves that; it ends with the copy, unless somebody started.
   */
  @ParameterizedTest
  @CsvSource({
    "DASH, :, 0",
    "BASH, :, 0",
    "BUSYBOX, :, 0",
    "BUSYBOX, docker run --rm --network none --entrypoint true " + Bench.POSTGRES + ", 2",
    "DASH, docker engine boot, 2",
    "DASH, docker volume rm $(docker volume ls -q | grep walter_state[.]backup), 1"
  })
  void theSwapLooksAtTheCopiesAgainOnlyWhereSomebodyMayHaveTouchedThem(
      Shell shell, String meanwhile, int looks) throws Exception {
    Bench bench = installed(shell);
    bench.begin();
    bench.steps("stage pull backup");
    bench.shell(meanwhile);
    int before = runs(bench);

    Facts swap = bench.step("swap");

    assertThat(runs(bench) - before).isEqualTo(looks);
    assertThat(swap.all("error").isEmpty()).isEqualTo(!meanwhile.contains("rm $("));
  }

  private static int runs(Bench bench) throws IOException {
    return (int)
        Files.readAllLines(bench.engine().resolve("calls")).stream()
            .filter(call -> call.contains("|docker run "))
            .count();
  }

  private Bench installed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    return bench.with("stamp", "");
  }

  /** Has something done once before a call of docker. */
  private static void before(Bench bench, String call, String lines) throws IOException {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
    program(hook, "rm -f -- \"$0\"\n" + lines);
  }

  private static void program(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + lines);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static List<String> volumes(Bench bench) throws Exception {
    return bench.shell("ls '" + bench.engine() + "/volumes'").lines().toList();
  }
}
