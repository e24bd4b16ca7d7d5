package io.walterfleet.notify;

import io.walterfleet.fleet.Seconds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells a program on this computer, on its standard input. No shell reads the words; what it prints
 * goes nowhere. It has told by ending with 0, may be tried again after 75 (EX_TEMPFAIL of
 * sysexits.h), and is killed with its children when it takes too long.
 *
 * @param words the program and its arguments, of which only the first is shown
 * @param longest how long one try may take
 */
public record Command(List<String> words, String input, Duration longest) implements Delivery {
  private static final int TRY_AGAIN = 75;

  public Command {
    words = List.copyOf(words);
  }

  @Override
  public String receiver() {
    return "the command " + words.get(0);
  }

  @Override
  public Answer attempt() throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException unstartable) {
      return Answer.refused("it cannot be started", true);
    }
    try {
      feed(process.getOutputStream());
      return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)
          ? judged(process.exitValue())
          : Answer.refused("it took more than " + Seconds.of(longest), true);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Answer judged(int code) {
    String said = "it ended with " + code;
    return code == 0 ? Answer.taken(said) : Answer.refused(said, code != TRY_AGAIN);
  }

  /** By a thread of its own: one that does not read would hold up who writes. */
  private void feed(OutputStream stdin) {
    Thread writer =
        new Thread(
            () -> {
              try (stdin) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException unread) {
                // it does not have to read to the end
              }
            },
            "notify-input");
    writer.setDaemon(true);
    writer.start();
  }
}
