package io.walterfleet.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A command of the machine that runs the tests. */
public final class Tool {
  private Tool() {}

  /** Runs it and gives its output; an exit other than 0 is a failure. */
  public static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + out);
    }
    return out;
  }
}
