package io.walterfleet;

import io.walterfleet.app.Console.Terminal;
import io.walterfleet.report.LiveView.Size;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Which of our streams are a terminal, and how large it is.
 *
 * <p>Java tells it of no single stream. Linux says it by the file behind the stream; elsewhere a
 * shell is asked, which costs a process.
 */
final class TerminalProbe {
  private static final Size USUAL = new Size(80, 24);

  private TerminalProbe() {}

  static Terminal terminal() {
    return new Terminal(is(0), is(1), is(2), new Window());
  }

  private static boolean is(int stream) {
    Path link = Path.of("/proc/self/fd/" + stream);
    try {
      String file = Files.readSymbolicLink(link).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException noSuchSystem) {
      return asTestSays(stream);
    }
  }

  /** True when a stream is known to lead to a pipe or a socket. */
  static boolean isPipe(int stream) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return file.startsWith("pipe:") || file.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException noSuchSystem) {
      return false;
    }
  }

  private static boolean asTestSays(int stream) {
    try {
      return new ProcessBuilder("sh", "-c", "test -t " + stream).inheritIO().start().waitFor() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks stty now and then: a window may be resized, and asking costs a process. */
  private static final class Window implements Supplier<Size> {
    private static final long MOMENT = TimeUnit.SECONDS.toNanos(2);

    private Size last = USUAL;
    private long asked = System.nanoTime() - MOMENT;

    @Override
    public synchronized Size get() {
      long now = System.nanoTime();
      if (now - asked >= MOMENT) {
        asked = now;
        last = ask();
      }
      return last;
    }

    private Size ask() {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(Redirect.DISCARD)
                .start();
        String answer = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII);
        return size(answer.strip());
      } catch (IOException noTerminal) {
        return last;
      }
    }

    private Size size(String answer) {
      if (!answer.matches("[1-9]\\d{0,3} [1-9]\\d{0,3}")) {
        return last;
      }
      String[] numbers = answer.split(" ", 2);
      return new Size(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0]));
    }
  }
}
