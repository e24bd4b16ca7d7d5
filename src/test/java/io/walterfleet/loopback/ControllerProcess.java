package io.walterfleet.loopback;

import io.walterfleet.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, which can be paused and killed as no thread can. */
final class ControllerProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(100);

  private final Desk desk;
  private final Path output;
  private final Process process;

  private ControllerProcess(Desk desk, Path output, Process process) {
    this.desk = desk;
    this.output = output;
    this.process = process;
  }

  /** Starts a command line. */
  static ControllerProcess start(Desk desk, List<String> words) throws IOException {
    return start(desk, List.of(), words);
  }

  /** Starts it as the last words of another command, such as one that enters a namespace. */
  static ControllerProcess start(Desk desk, List<String> before, List<String> words)
      throws IOException {
    if (before.isEmpty()) {
      desk.begun(words);
    }
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    line.addAll(List.of("-cp", classPath(), Main.class.getName()));
    line.addAll(words);
    Path output = Files.createTempFile(desk.folder(), "controller-", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("XDG_CACHE_HOME", desk.folder().resolve("cache").toString());
    builder.environment().put("XDG_STATE_HOME", desk.folder().resolve("state").toString());
    builder.environment().remove("SSH_AUTH_SOCK");
    Process process = builder.start();
    process.getOutputStream().close();
    return new ControllerProcess(desk, output, process);
  }

  /** Surefire may put its whole class path into the manifest of one jar. */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    return System.getProperty("surefire.test.class.path", own);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops it in the middle of whatever it does, as a laptop that is closed. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on as if nothing had been. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** SIGKILL: no thread of it says goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for its end, at most so long. */
  boolean endsWithin(Duration longest) throws InterruptedException {
    return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Its exit code, once it has ended by itself. */
  int exitCode() throws InterruptedException {
    if (!endsWithin(LONGEST)) {
      throw new IllegalStateException("it did not end: " + said());
    }
    return process.exitValue();
  }

  /** All that it has printed so far, with what differs from run to run named. */
  String said() {
    try {
      return desk.named(Files.readString(output));
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
