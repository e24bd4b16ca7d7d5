package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at the command lines of all processes of this computer, those in containers and in their
 * containers too, again and again, for one word.
 */
public final class ProcessList implements AutoCloseable {
  private final String word;
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private final Thread thread = new Thread(this::look, "process-list");
  private volatile boolean looking = true;
  private final AtomicInteger looks = new AtomicInteger();

  /** Begins to look. */
  public ProcessList(String word) {
    this.word = word;
    thread.setDaemon(true);
    thread.start();
  }

  /** The command lines with the word in them. */
  public Set<String> seen() {
    if (looks.get() == 0) {
      throw new IllegalStateException("nobody looked");
    }
    return seen;
  }

  @Override
  public void close() {
    looking = false;
    thread.interrupt();
  }

  private void look() {
    while (looking) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
        for (Path process : all) {
          look(process.resolve("cmdline"));
        }
        looks.incrementAndGet();
        Thread.sleep(20);
      } catch (IOException | InterruptedException end) {
        return;
      }
    }
  }

  private void look(Path file) {
    try {
      String line = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      if (line.contains(word)) {
        seen.add(line.replace('\0', ' '));
      }
    } catch (IOException gone) {
      // it ended while we looked
    }
  }
}
