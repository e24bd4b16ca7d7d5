package io.walterfleet.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes a directory into which steps that outlived their connection may still write. */
public final class Removal {
  private static final int ATTEMPTS = 50;

  private Removal() {}

  /** Removes it with all that is in it, if it is there. */
  public static void of(Path directory) throws IOException {
    for (int attempt = 1; !isDone(directory, attempt == ATTEMPTS); attempt++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isDone(Path directory, boolean last) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException | UncheckedIOException written) {
      if (last) {
        throw written;
      }
      return false;
    }
  }
}
