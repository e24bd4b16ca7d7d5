package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed program, as a user starts it: a shell stub that finds Java. */
@Tag("scripts")
class LauncherIT {
  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir private Path directory;
  private Path program;
  private Path home;

  /** What a start gave. */
  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void place() throws IOException {
    Path named = Files.createDirectories(directory.resolve("a place with spaces"));
    program = Files.copy(Path.of("target/walter-fleet"), named.resolve("walter-fleet"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    home = Files.createDirectories(directory.resolve("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void itStartsUnderEachShell(String shell) throws Exception {
    List<String> words = Stream.of(shell.split(" ", -1)).toList();
    Outcome outcome =
        start(
            Stream.concat(words.stream(), Stream.of(program.toString(), "--version")).toList(),
            Map.of("JAVA_HOME", JAVA_HOME));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void javaIsFoundOnThePath() throws Exception {
    Outcome outcome = start(Map.of("PATH", JAVA_HOME + "/bin:/usr/bin:/bin"), "--version");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    assertThat(start(Map.of("JAVA_HOME", JAVA_HOME), "no-such-command").exit()).isEqualTo(64);
  }

  @Test
  void withoutJavaItSaysWhatToDo() throws Exception {
    assertThat(start(Map.of("PATH", directory.toString()), "--version"))
        .isEqualTo(
            new Outcome(
                69,
                "",
                """
                could not start walter-fleet: there is no java on PATH, and JAVA_HOME is not set
                    fix: install Java 17 or newer, or set JAVA_HOME to one
                """));
  }

  @Test
  void aWrongJavaHomeIsNamed() throws Exception {
    assertThat(start(Map.of("JAVA_HOME", "/no/such"), "--version"))
        .isEqualTo(
            new Outcome(
                69,
                "",
                """
                could not start walter-fleet: JAVA_HOME is /no/such, but there is no bin/java in it
                    fix: install Java 17 or newer, or set JAVA_HOME to one
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_392", "11.0.24"})
  void anOldJavaIsNotStarted(String version) throws Exception {
    Path old = Files.createDirectories(directory.resolve("old"));
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(
        old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho started\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(start(Map.of("JAVA_HOME", old.toString()), "--version"))
        .isEqualTo(
            new Outcome(
                69,
                "",
                "could not start walter-fleet: %s is Java %s\n".formatted(java, version)
                    + "    fix: install Java 17 or newer, or set JAVA_HOME to one\n"));
  }

  @Test
  void classesAreKeptForTheNextStart() throws Exception {
    // Java 17 takes no class of a jar from an archive where the jar's path has a space
    program = Files.copy(program, directory.resolve("walter-fleet"));
    Path archive = warmed("--version");
    assertThat(archive.toString()).endsWith("-small.jsa");
    Path log = directory.resolve("loaded");
    Map<String, String> environment =
        Map.of("JAVA_HOME", JAVA_HOME, "WALTER_FLEET_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertThat(start(environment, "--version").exit()).isZero();
    assertThat(Files.readString(log)).contains("io.walterfleet.Main source: shared objects file");
  }

  @Test
  void whatContactsMachinesHasClassesOfItsOwn() throws Exception {
    warmed("validate", "-i", "/no/such");
    warmed("plan", "-i", "/no/such");
    assertThat(kept(".*[.]jsa").map(path -> path.toString().replaceFirst(".*-", "")))
        .containsExactlyInAnyOrder("files.jsa", "machines.jsa");
    assertThat(kept(".*[.]jsa[.].*")).as("what is left of making them").isEmpty();
  }

  @Test
  void classesAreKeptAndTakenWhereNobodyElseMayWrite() throws Exception {
    Path java = javaThatSaysItsOptions();
    Path cache = home.resolve(".cache/walter-fleet");

    Path archive = archive(cache);
    assertThat(start(Map.of("JAVA_HOME", java.toString()), "--version").out())
        .contains("-XX:SharedArchiveFile=" + archive);
  }

  @ParameterizedTest
  @CsvSource({
    "., rwxrwxr-x",
    "., rwxr-xrwx",
    ".cache, rwxrwxrwx",
    ".cache/walter-fleet, rwxrwx---",
    ".cache/walter-fleet/ARCHIVE, rw-rw-r--"
  })
  void noClassesAreTakenOrKeptWhereOthersMayWrite(String open, String permissions)
      throws Exception {
    Path java = javaThatSaysItsOptions();
    Path archive = archive(home.resolve(".cache/walter-fleet"));
    Path opened =
        home.resolve(open.replace("ARCHIVE", String.valueOf(archive.getFileName()))).normalize();
    Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString(permissions));

    Outcome outcome = start(Map.of("JAVA_HOME", java.toString()), "--version");

    assertThat(outcome.out())
        .contains("-jar")
        .doesNotContain("Archive")
        .doesNotContain("ClassList");
    assertThat(outcome.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".cache", ".cache/walter-fleet", ".cache/walter-fleet/ARCHIVE"})
  void noClassesAreTakenOrKeptThatAreAnotherUsers(String given) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
    Path java = javaThatSaysItsOptions();
    Path archive = archive(home.resolve(".cache/walter-fleet"));
    Path away =
        home.resolve(given.replace("ARCHIVE", String.valueOf(archive.getFileName()))).normalize();
    Files.setAttribute(away, "unix:uid", 4711);

    Outcome outcome = start(Map.of("JAVA_HOME", java.toString()), "--version");

    assertThat(outcome.out())
        .contains("-jar")
        .doesNotContain("Archive")
        .doesNotContain("ClassList");
  }

  @Test
  void nothingIsMadeInTheHomeOfAnotherUser() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
    Files.setAttribute(home, "unix:uid", 4711);

    assertThat(start(Map.of("JAVA_HOME", JAVA_HOME), "--version").exit()).isZero();

    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aLinkToAnArchiveIsNotTaken() throws Exception {
    Path java = javaThatSaysItsOptions();
    Path archive = archive(home.resolve(".cache/walter-fleet"));
    Path elsewhere = Files.move(archive, directory.resolve("elsewhere.jsa"));
    Files.createSymbolicLink(archive, elsewhere);

    assertThat(start(Map.of("JAVA_HOME", java.toString()), "--version").out())
        .doesNotContain("Archive")
        .doesNotContain("ClassList");
  }

  /** Puts an archive where the next start looks for it. */
  private Path archive(Path cache) throws Exception {
    String out = start(Map.of("JAVA_HOME", javaThatSaysItsOptions().toString()), "--version").out();
    String path =
        Stream.of(out.split("\n", -1))
            .filter(word -> word.startsWith("-XX:DumpLoadedClassList="))
            .findFirst()
            .orElseThrow()
            .replaceFirst(".*=", "")
            .replaceFirst("\\.classes\\.\\d+$", "");
    assertThat(path).startsWith(cache.toRealPath().toString());
    return Files.writeString(Path.of(path), "classes");
  }

  /** A Java that prints one option a line. */
  private Path javaThatSaysItsOptions() throws IOException {
    Path java = Files.createDirectories(directory.resolve("java"));
    Files.createDirectories(java.resolve("bin"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path program =
        Files.writeString(java.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return java;
  }

  /** Cron and containers have no locale; some have one that is not installed. */
  @ParameterizedTest
  @CsvSource({"LANG, C", "LC_ALL, POSIX", "LANG, xx_YY.UTF-8", "LC_ALL, xx_YY.ISO-8859-1"})
  void namesOfFilesAndOutputAreUtf8WhateverTheLocale(String variable, String locale)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("\u00e9t\u00e9.yml"),
            "apiVersion: walter-fleet/v1\nfleet: \"\u00e9\"\nmachines: {}\n");
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME, variable, locale);
    Outcome outcome = start(environment, "validate", "-i", file.toString());
    assertThat(outcome.exit()).isEqualTo(64);
    assertThat(outcome.err()).contains("\u00e9t\u00e9.yml:2:8: ").doesNotContain("java.");
  }

  @Test
  void sshHasOneHomeAndTheOtherIsNamed() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Path inventory =
        Files.writeString(
            directory.resolve("one.yml"),
            """
            apiVersion: walter-fleet/v1
            fleet: one
            releases: {manifest: MANIFEST}
            groups: {stores: {machines: {m: {address: 127.0.0.1, ssh: {port: 1}}}}}
            """
                .replace("MANIFEST", "/no/such"));
    Outcome outcome = start(Map.of("JAVA_HOME", JAVA_HOME), "status", "-i", inventory.toString());
    assertThat(outcome.err())
        .contains(
            "note: as for ssh, keys, config and known hosts are those in "
                + System.getProperty("user.home")
                + ", this user's home; HOME is "
                + home);
  }

  /** As in a container that is started with a user id of its own. */
  @Test
  void aUserIdWithoutAnAccountIsNamedAsTheCause() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root becomes somebody else");
    Path config = Files.createDirectories(home.resolve(".ssh")).resolve("config");
    Files.writeString(config, "Host m\n  HostName 127.0.0.1\n  Port 1\n");
    Path inventory =
        Files.writeString(
            directory.resolve("one.yml"),
            "apiVersion: walter-fleet/v1\nfleet: one\ngroups: {stores: {machines: {m: {}}}}\n");
    new ProcessBuilder("chown", "-R", "4711:4711", directory.toString()).start().waitFor();
    Outcome outcome =
        start(
            List.of(
                "setpriv",
                "--reuid=4711",
                "--regid=4711",
                "--clear-groups",
                program.toString(),
                "status",
                "-i",
                inventory.toString()),
            Map.of("JAVA_HOME", JAVA_HOME));
    assertThat(outcome.exit()).isEqualTo(8);
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains(
            "ssh cannot be asked what its config says: No user exists for uid 4711 fix: give this"
                + " user id an account on this computer (a line in /etc/passwd), or take what"
                + " matters to the machines out of the ssh config and say it in the inventory");
  }

  @Test
  void aBrokenArchiveOfClassesIsNoFailure() throws Exception {
    Path archive = warmed("--version");
    assertThat(archive.toFile().setWritable(true)).isTrue();
    Files.writeString(archive, "not an archive");
    Outcome outcome = start(Map.of("JAVA_HOME", JAVA_HOME), "--version");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aBrokenListOfClassesIsNoFailure() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME);
    Outcome first = start(environment, "--version");
    Path list = kept(".*[.]jsa[.]classes[.].*").findFirst().orElseThrow();
    Files.writeString(list, "@lambda-proxy x\n\0");
    assertThat(start(environment, "--version")).isEqualTo(first);
    Path archive = awaited(() -> kept(".*[.]jsa").findFirst());
    assertThat(archive).as("it is not tried again").isEmptyFile();
    assertThat(start(environment, "--version")).isEqualTo(first);
  }

  /** However little room there is, the program is the same. */
  @ParameterizedTest
  @ValueSource(strings = {"4k", "64k", "2m", "12m"})
  void aFullCacheChangesNothingThatIsSeen(String size) throws Exception {
    String script =
        """
        mount -t tmpfs -o size=%s none '%s' || exit 99
        for i in 1 2 3 4; do
          '%s' --version
          echo "exit $?"
          while pgrep -f -- '-[X]share:dump.*%s' >/dev/null; do sleep 0.1; done
        done
        """
            .formatted(size, Files.createDirectories(home.resolve(".cache")), program, home);
    Outcome outcome =
        start(
            List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script),
            Map.of("JAVA_HOME", JAVA_HOME));
    String version = start(Map.of("JAVA_HOME", JAVA_HOME), "--version").out();
    assertThat(outcome).isEqualTo(new Outcome(0, (version + "exit 0\n").repeat(4), ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "validate -v"})
  void outputThatIsNotWrittenIsTold(String words) throws Exception {
    String script = "'" + program + "' " + words + " -i examples/minimal.yml >/dev/full";
    String known = words.startsWith("-") ? script.replace(" -i examples/minimal.yml", "") : script;
    assertThat(start(List.of("sh", "-c", known), Map.of("JAVA_HOME", JAVA_HOME)))
        .isEqualTo(
            new Outcome(
                74,
                "",
                "walter-fleet: the output could not be written to its end:"
                    + " No space left on device\n"));
  }

  @Test
  void aClosedPipeIsNoFailure() throws Exception {
    String script =
        "{ '" + program + "' validate -v -i examples/full.yml; echo $? >&2; } | head -n 1";
    Outcome outcome = start(List.of("sh", "-c", script), Map.of("JAVA_HOME", JAVA_HOME));
    assertThat(outcome.err()).isEqualTo("0\n");
  }

  /** The archive of what these words need. */
  private Path warmed(String... words) throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME);
    long before = kept(".*[.]jsa").count();
    Outcome first = start(environment, words);
    assertThat(start(environment, words)).isEqualTo(first);
    Path made =
        awaited(
            () ->
                kept(".*[.]jsa")
                    .sorted(Comparator.comparing(path -> path.toFile().lastModified()))
                    .skip(before)
                    .findFirst());
    awaited(() -> Optional.of(made).filter(path -> kept(".*[.]made[.].*").findAny().isEmpty()));
    assertThat(start(environment, words)).isEqualTo(first);
    return made;
  }

  private Stream<Path> kept(String name) {
    try (Stream<Path> files = Files.list(home.resolve(".cache/walter-fleet"))) {
      return files.filter(file -> file.toString().matches(name)).toList().stream();
    } catch (IOException none) {
      return Stream.of();
    }
  }

  private static Path awaited(Supplier<Optional<Path>> wanted) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(end)) {
      Optional<Path> there = wanted.get();
      if (there.isPresent()) {
        return there.get();
      }
      Thread.sleep(20);
    }
    throw new AssertionError("it was not made within a minute");
  }

  @Test
  void withoutAHomeNothingIsKept() throws Exception {
    Map<String, String> environment = new TreeMap<>(Map.of("JAVA_HOME", JAVA_HOME));
    environment.put("XDG_CACHE_HOME", "/proc/none");
    Outcome outcome = start(environment, "--version");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private Outcome start(Map<String, String> environment, String... words) throws Exception {
    return start(
        Stream.concat(Stream.of(program.toString()), Stream.of(words)).toList(), environment);
  }

  private Outcome start(List<String> words, Map<String, String> environment) throws Exception {
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(words).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return new Outcome(exit, out, Files.readString(err));
  }
}
