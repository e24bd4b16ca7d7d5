package io.walterfleet.loopback;

import io.walterfleet.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, which can be paused and killed as no thread can. */
final class Program implements AutoCloseable {
  private final Desk desk;
  private final Path output;
  private final Process process;

  private Program(Desk desk, Path output, Process process) {
    this.desk = desk;
    this.output = output;
    this.process = process;
  }

  /** Starts it with these words. */
  static Program start(Desk desk, String... words) throws IOException {
    return start(desk, List.of(), words);
  }

  /** Starts it as the last words of another command, such as one that enters a namespace. */
  static Program start(Desk desk, List<String> before, String... words) throws IOException {
    Path output = Files.createTempFile(desk.folder(), "out", "");
    List<String> line = new ArrayList<>(before);
    line.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
    line.add(Main.class.getName());
    line.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("XDG_CACHE_HOME", desk.folder().resolve("cache").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Program(desk, output, process);
  }

  /** Surefire may put its whole class path into the manifest of one jar. */
  private static String classPath() {
    String own = System.getProperty("java.class.path");
    return System.getProperty("surefire.test.class.path", own);
  }

  /** Stops it in the middle of whatever it does, as a laptop that is closed. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on as if nothing had been. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Kills it; it cannot say goodbye to anybody. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its exit code, once it has ended by itself. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it did not end: " + said());
    }
    return process.exitValue();
  }

  /** All that it printed, with what differs from run to run named. */
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
