package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A command of the machine that runs the tests. */
public record LocalCommand(Path directory, List<String> words) {
  public LocalCommand {
    words = List.copyOf(words);
  }

  /** The command of these words. */
  public static LocalCommand of(String... words) {
    return new LocalCommand(Path.of(""), List.of(words));
  }

  /** Runs it with nothing to read and gives both its outputs; an exit other than 0 is a failure. */
  public String run() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", words) + ": exit " + exit + ": " + output);
    }
    return output;
  }
}
