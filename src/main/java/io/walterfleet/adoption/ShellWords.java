package io.walterfleet.adoption;

import io.walterfleet.fleet.QuotedWords;
import java.util.List;
import java.util.Optional;

/** The words of a command line, split as a POSIX shell splits them, which is how Ansible does. */
public final class ShellWords {
  private ShellWords() {}

  /** The words; nothing where a quote is never closed. */
  public static Optional<List<String>> of(String text) {
    return QuotedWords.of(text, " \t\r\n", '\0', ShellWords::isEscape);
  }

  private static boolean isEscape(char quote, char next) {
    return quote == 0 ? next != 0 : quote == '"' && (next == '"' || next == '\\');
  }
}
