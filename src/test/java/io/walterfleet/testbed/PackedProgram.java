package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packed program as a process of its own, which can be killed like any other. */
public final class PackedProgram {
  private static final long LONGEST = TimeUnit.MINUTES.toMillis(6);

  private final Path home;

  /** A program that keeps its files in this directory. */
  public PackedProgram(Path home) {
    this.home = home;
  }

  /**
   * How a run ended.
   *
   * @param exitCode 137 when it was killed
   * @param said all that it printed
   */
  public record Ended(int exitCode, String said) {}

  /**
   * When to kill it.
   *
   * @param words the first line that has them begins the time; nothing when its start does
   * @param delay milliseconds from there
   */
  public record Moment(String words, long delay) {
    public static final Moment NEVER = new Moment("", Long.MAX_VALUE);

    @Override
    public String toString() {
      return delay + " ms after " + (words.isEmpty() ? "its start" : "'" + words + "'");
    }
  }

  /**
   * What it is sent, and when.
   *
   * @param signal such as {@code INT}
   * @param where it has come to by then
   * @param delay milliseconds from there
   */
  public record Signal(String signal, String where, long delay, Due due) {
    /** Once this step has begun on some machine. */
    public static Signal into(String step, String signal, long delay) {
      return new Signal(signal, step, delay, events -> hasBegun(step, events));
    }

    private static boolean hasBegun(String step, Path events) throws IOException {
      try (Stream<String> lines = Files.exists(events) ? Files.lines(events) : Stream.empty()) {
        return lines.anyMatch(
            line ->
                line.contains("\"type\":\"step-started\"")
                    && line.contains("\"step\":\"" + step + "\""));
      }
    }

    @Override
    public String toString() {
      return signal + " " + delay + " ms into " + where;
    }
  }

  /** Whether it is time, by the events so far or by what is seen elsewhere. */
  @FunctionalInterface
  public interface Due {
    boolean isDue(Path events) throws IOException, InterruptedException;
  }

  /** Runs it to its end, or to this moment. */
  public Ended run(Moment moment, List<String> words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out-", "");
    Process program = start(out, words);
    try {
      killAt(moment, program, out);
    } finally {
      program.destroyForcibly();
    }
    return new Ended(program.waitFor(), Files.readString(out));
  }

  /** Runs it to its end, and sends it a signal on the way. */
  public Ended run(Signal signal, List<String> words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(home, "out-", "");
    Path events = home.resolve(out.getFileName() + ".events");
    Process program =
        start(
            out, Stream.concat(words.stream(), Stream.of("--events", events.toString())).toList());
    try {
      long end = System.currentTimeMillis() + LONGEST;
      while (!signal.due().isDue(events)
          && System.currentTimeMillis() < end
          && !program.waitFor(10, TimeUnit.MILLISECONDS)) {
        // the step has not begun
      }
      if (!program.waitFor(signal.delay(), TimeUnit.MILLISECONDS)) {
        String pid = Long.toString(program.pid());
        new ProcessBuilder("kill", "-" + signal.signal(), pid).start().waitFor();
      }
      program.waitFor(LONGEST, TimeUnit.MILLISECONDS);
    } finally {
      program.destroyForcibly();
    }
    return new Ended(program.waitFor(), Files.readString(out));
  }

  private Process start(Path out, List<String> words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("target/walter-fleet"), words.stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
    builder.environment().put("XDG_STATE_HOME", home.resolve("state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process program = builder.start();
    program.getOutputStream().close();
    return program;
  }

  private static void killAt(Moment moment, Process program, Path out)
      throws IOException, InterruptedException {
    long end = System.currentTimeMillis() + LONGEST;
    while (!Files.readString(out).contains(moment.words())) {
      if (program.waitFor(10, TimeUnit.MILLISECONDS) || System.currentTimeMillis() > end) {
        return;
      }
    }
    program.waitFor(Math.min(moment.delay(), LONGEST), TimeUnit.MILLISECONDS);
  }
}
