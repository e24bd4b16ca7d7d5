package io.walterfleet.ssh.config;

import io.walterfleet.fleet.QuotedWords;
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
    return Optional.of(new ConfigLine(ConfigKeywords.of(keyword), split(form.group("rest"))));
  }

  /** Splits at blanks; knows quotes of both kinds, the four escapes, and a comment at the end. */
  private static Optional<List<String>> split(String text) {
    return QuotedWords.of(
        text,
        " \t",
        '#',
        (quote, next) ->
            next == '\'' || next == '"' || next == '\\' || (quote == 0 && next == ' '));
  }
}
