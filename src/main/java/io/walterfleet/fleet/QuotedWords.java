package io.walterfleet.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a line at blanks into words, parts of which may stand in quotes of both kinds. */
public final class QuotedWords {
  private final String text;
  private final String blanks;
  private final Escapes escapes;
  private final List<String> words = new ArrayList<>();
  private int at;

  private QuotedWords(String text, String blanks, Escapes escapes) {
    this.text = text;
    this.blanks = blanks;
    this.escapes = escapes;
  }

  /** Tells where a backslash makes a letter of what follows it. */
  public interface Escapes {
    /**
     * True for one that does.
     *
     * @param quote in which it stands; 0 outside of quotes
     * @param next what follows it; 0 at the end
     */
    boolean at(char quote, char next);
  }

  /**
   * The words without their quotes and escapes; nothing where a quote is never closed.
   *
   * @param comment what begins a comment where a word could begin; 0 for nothing
   */
  public static Optional<List<String>> of(
      String text, String blanks, char comment, Escapes escapes) {
    QuotedWords line = new QuotedWords(text, blanks, escapes);
    while (line.toNextWord() && (comment == 0 || text.charAt(line.at) != comment)) {
      if (!line.take()) {
        return Optional.empty();
      }
    }
    return Optional.of(line.words);
  }

  private boolean toNextWord() {
    while (at < text.length() && isBlank()) {
      at++;
    }
    return at < text.length();
  }

  /** Takes one word; false when its quote is never closed. */
  private boolean take() {
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (; at < text.length() && (quote != 0 || !isBlank()); at++) {
      char letter = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      if (letter == '\\' && escapes.at(quote, next)) {
        word.append(next);
        at++;
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

  private boolean isBlank() {
    return blanks.indexOf(text.charAt(at)) >= 0;
  }
}
