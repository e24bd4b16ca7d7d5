package io.walterfleet.release;

import io.walterfleet.fleet.Controls;

/** Text that somebody else wrote, made fit for a message of ours. */
final class Sanitizer {
  private static final int LONGEST = 80;

  private Sanitizer() {}

  /** The text on one line, cut when long, and with nothing in it that a terminal would obey. */
  static String of(String text) {
    return Controls.escaped(text, LONGEST);
  }

  /** Whether a terminal shows each character of the text as itself. */
  static boolean isPlain(String text) {
    return !Controls.isIn(text);
  }
}
