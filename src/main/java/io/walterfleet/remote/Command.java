package io.walterfleet.remote;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A command line for a remote POSIX shell, kept as separate words until it is sent. */
public record Command(List<String> words) {
  public Command {
    words = List.copyOf(words);
  }

  /** A command of these words. */
  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** Each word single-quoted, so that none can be read as shell syntax. */
  public String line() {
    return words.stream().map(Command::quoted).collect(joining(" "));
  }

  /** One word as a POSIX shell reads it back; the only place that knows how a word is quoted. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
