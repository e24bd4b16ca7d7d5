package io.walterfleet.adoption;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command line, split as a POSIX shell splits them, which is how Ansible does. */
public final class ShellWords {
  private static final String BLANKS = " \t\r\n";
  private static final String ESCAPED_IN_QUOTES = "\"\\";

  private final String text;
  private final List<String> words = new ArrayList<>();
  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  /** The words; nothing where a quote is never closed. */
  public static Optional<List<String>> of(String text) {
    ShellWords line = new ShellWords(text);
    while (line.toNextWord()) {
      if (!line.take()) {
        return Optional.empty();
      }
    }
    return Optional.of(line.words);
  }

  private boolean toNextWord() {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length();
  }

  private boolean take() {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (; at < text.length() && (quote != 0 || BLANKS.indexOf(text.charAt(at)) < 0); at++) {
      char letter = text.charAt(at);
      if (letter == '\\' && isEscape(quote)) {
        word.append(text.charAt(++at));
      } else if (quote == 0 && (letter == '"' || letter == '\'')) {
        quote = letter;
      } else if (quote != 0 && letter == quote) {
        quote = 0;
      } else {
        word.append(letter);
      }
    }
    words.add(word.toString());
    return quote == 0;
  }

  private boolean isEscape(char quote) {
    if (quote == '\'' || at + 1 >= text.length()) {
      return false;
    }
    return quote == 0 || ESCAPED_IN_QUOTES.indexOf(text.charAt(at + 1)) >= 0;
  }
}
