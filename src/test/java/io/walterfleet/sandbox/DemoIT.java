package io.walterfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a user starts it, by the packed program. */
@Tag("loopback")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoIT {
  private static final Path PROGRAM = Path.of("target/walter-fleet").toAbsolutePath();
  private static final Duration LONGEST = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private Path temporary;

  @BeforeEach
  void place() throws IOException {
    temporary = Files.createDirectory(directory.resolve("temporary"));
  }

  @Test
  void itPrintsTheWholeStoryAndLeavesNothingBehind() throws Exception {
    long began = System.nanoTime();
    Process demo = start("demo");
    String printed = read(demo.getInputStream());
    assertThat(demo.waitFor()).isZero();
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(Transcript.of(asCalledByItsName(printed)).text()).isEqualTo(golden());
    assertThat(
            Stream.of("keeps them up,", "all commands and", "an inventory to begin")
                .map(
                    words ->
                        printed.lastIndexOf("\n", printed.indexOf(words)) - printed.indexOf(words))
                .distinct())
        .hasSize(1);
    assertThat(took).isLessThan(LONGEST);
    assertNothingIsLeft();
  }

  @Test
  void keptMachinesTakeCommandsFromElsewhereUntilSomebodyInterrupts() throws Exception {
    temporary = Files.createDirectory(directory.resolve("a place with spaces"));
    Process demo = start("demo", "--keep");
    String inventory = waitFor(demo, "$ export WALTER_FLEET_INVENTORY=").replace("'", "");
    String place = waitFor(demo, "cd ");
    String pasted = waitFor(demo, PROGRAM + " status");

    assertThat(Path.of(place)).isEqualTo(Path.of("").toAbsolutePath());
    assertThat(pasted).isEmpty();
    Process status = program(Map.of("WALTER_FLEET_INVENTORY", inventory), "status", "-q").start();
    assertThat(read(status.getInputStream())).isEqualTo("6 machines: 6 in sync\n");
    assertThat(status.waitFor()).isZero();

    interrupt(demo);
    assertThat(demo.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(demo.exitValue()).isZero();
    assertNothingIsLeft();
  }

  @Test
  void interruptedInTheMiddleItLeavesNothingBehind() throws Exception {
    Process demo = start("demo");
    waitFor(demo, "# Carry out exactly that");
    interrupt(demo);
    read(demo.getInputStream());
    assertThat(demo.waitFor()).isEqualTo(130);
    assertNothingIsLeft();
  }

  private Process start(String... words) throws IOException {
    return program(Map.of(), words).start();
  }

  /** Without a home, without a key, and with an environment that would lead astray. */
  private ProcessBuilder program(Map<String, String> more, String... words) {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(PROGRAM.toString()), Stream.of(words)).toList());
    builder.redirectError(directory.resolve("errors").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "JAVA_HOME"));
    environment.put("HOME", directory.resolve("no home").toString());
    environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    environment.put("WALTER_FLEET_LIMIT", "nobody");
    environment.put("http_proxy", "http://127.0.0.1:1");
    environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir='" + temporary + "'");
    environment.putAll(more);
    if (!more.isEmpty()) {
      environment.keySet().removeAll(List.of("WALTER_FLEET_LIMIT", "http_proxy"));
    }
    return builder;
  }

  /** Reads up to the line that begins like this, and returns the rest of that line. */
  private static String waitFor(Process demo, String beginning) throws IOException {
    for (String line = line(demo); !line.isEmpty(); line = line(demo)) {
      String text = line.stripTrailing();
      if (text.startsWith(beginning)) {
        return text.substring(beginning.length());
      }
    }
    throw new AssertionError("the demo ended before it printed " + beginning);
  }

  /** One line with its end, read without reading ahead; empty at the end. */
  private static String line(Process demo) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = demo.getInputStream();
    for (int one = in.read(); one >= 0; one = in.read()) {
      line.append((char) one);
      if (one == '\n') {
        break;
      }
    }
    return line.toString();
  }

  private static void interrupt(Process demo) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.filter(path -> path.toString().contains("walter-fleet-demo"))).isEmpty();
    }
    assertThat(directory.resolve("no home")).doesNotExist();
    assertThat(
            ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(temporary + "/walter-fleet-demo")))
        .isEmpty();
  }

  private static String asCalledByItsName(String printed) {
    String named = printed.replace(PROGRAM.toString(), "walter-fleet");
    return Pattern.compile("(?m)^#   (.*\\S) {2,}(.*)$")
        .matcher(named)
        .replaceAll(line -> String.format("#   %-29s %s", line.group(1), line.group(2)));
  }

  private static String golden() throws IOException {
    return Files.readString(Path.of("src/test/resources/demo.txt"));
  }

  private static String read(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }
}
