package io.walterfleet.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of an ssh config, split as OpenSSH splits it.
 *
 * @param keyword in lower case, by its name of today
 * @param words without their quotes and escapes; absent where a quote is never closed, which ssh
 *     refuses
 */
record ConfigLine(String keyword, Optional<List<String>> words) {
  private static final Pattern FORM =
      Pattern.compile(
          "[\\s\\f]*+(?:\"(?<quoted>[^\"]*+)\"|(?<plain>[^\\s=\"]++))(?:\\s*+=\\s*+|\\s*+)"
              + "(?<rest>.*)",
          Pattern.DOTALL);
  private static final Pattern END = Pattern.compile("[\\s\\f]++$");

  ConfigLine {
    words = words.map(List::copyOf);
  }

  /** What a line says; nothing for a comment or an empty line. */
  static Optional<ConfigLine> parse(String line) {
    Matcher form = FORM.matcher(END.matcher(line).replaceFirst(""));
    if (!form.matches() || line.stripLeading().startsWith("#")) {
      return Optional.empty();
    }
    String keyword = Optional.ofNullable(form.group("quoted")).orElseGet(() -> form.group("plain"));
    return Optional.of(new ConfigLine(ConfigKeywords.of(keyword), Words.of(form.group("rest"))));
  }

  /** Splits at blanks; knows quotes of both kinds, the four escapes, and a comment at the end. */
  private static final class Words {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;

    private Words(String text) {
      this.text = text;
    }

    static Optional<List<String>> of(String text) {
      Words words = new Words(text);
      while (words.toNextWord()) {
        if (!words.take()) {
          return Optional.empty();
        }
      }
      return Optional.of(words.words);
    }

    private boolean toNextWord() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      return at < text.length() && text.charAt(at) != '#';
    }

    /** Takes one word; false when its quote is never closed. */
    private boolean take() {
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (; at < text.length() && (quote != 0 || !isBlank(text.charAt(at))); at++) {
        char letter = text.charAt(at);
        if (letter == '\\' && isEscaped(quote)) {
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

    private boolean isEscaped(char quote) {
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      return next == '\'' || next == '"' || next == '\\' || (quote == 0 && next == ' ');
    }

    private static boolean isBlank(char letter) {
      return letter == ' ' || letter == '\t';
    }
  }
}
