package io.walterfleet.loopback;

import io.walterfleet.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as a process of its own, so that it can be killed. */
record ControllerProcess(Process process, Path output) implements AutoCloseable {
  /** Starts a command line. */
  static ControllerProcess start(Desk desk, List<String> words) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(words);
    Path output = Files.createTempFile(desk.folder(), "controller-", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("XDG_CACHE_HOME", desk.folder().resolve("cache").toString());
    builder.environment().put("XDG_STATE_HOME", desk.folder().resolve("state").toString());
    builder.environment().remove("SSH_AUTH_SOCK");
    Process process = builder.start();
    process.getOutputStream().close();
    return new ControllerProcess(process, output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said so far. */
  String said() throws IOException {
    return Files.readString(output);
  }

  /** SIGKILL: no thread of it says goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
