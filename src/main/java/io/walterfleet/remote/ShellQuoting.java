package io.walterfleet.remote;

/** How a word is written for a POSIX shell; the only place that knows how one is quoted. */
public final class ShellQuoting {
  private static final String PLAIN = "[A-Za-z0-9_./:@,%+=-]+";

  private ShellQuoting() {}

  /** The word in single quotes, so that nothing in it can be read as shell syntax. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The word as a person would write it: quoted where it has to be. */
  public static String shown(String word) {
    return word.matches(PLAIN) ? word : quoted(word);
  }
}
