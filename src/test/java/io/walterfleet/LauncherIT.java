package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME);
    start(environment, "--version");
    start(environment, "--version");
    try (Stream<Path> kept = Files.list(home.resolve(".cache/walter-fleet"))) {
      assertThat(kept.map(Path::toString)).singleElement().asString().endsWith("-small.jsa");
    }
    assertThat(start(environment, "--version").err()).isEmpty();
  }

  @Test
  void whatContactsMachinesHasClassesOfItsOwn() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME);
    for (String command : List.of("validate", "plan", "validate", "plan")) {
      start(environment, command, "-i", "/no/such");
    }
    try (Stream<Path> kept = Files.list(home.resolve(".cache/walter-fleet"))) {
      assertThat(kept.map(path -> path.toString().replaceFirst(".*-", "")))
          .containsExactlyInAnyOrder("files.jsa", "machines.jsa");
    }
  }

  @Test
  void aBrokenArchiveOfClassesIsNoFailure() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME);
    start(environment, "--version");
    start(environment, "--version");
    try (Stream<Path> kept = Files.list(home.resolve(".cache/walter-fleet"))) {
      Path archive = kept.toList().get(0);
      assertThat(archive.toFile().setWritable(true)).isTrue();
      Files.writeString(archive, "not an archive");
    }
    Outcome outcome = start(environment, "--version");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
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
