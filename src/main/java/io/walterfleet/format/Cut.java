package io.walterfleet.format;

import io.walterfleet.fleet.Controls;

/** Texts for receivers that take only so much. */
final class Cut {
  private Cut() {}

  /** The text without controls, and at most so many UTF-16 units of it. */
  static String to(int longest, String text) {
    String shown = Controls.escaped(text, longest);
    if (shown.length() <= longest) {
      return shown;
    }
    int end = Character.isHighSurrogate(shown.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return shown.substring(0, end) + "…";
  }
}
