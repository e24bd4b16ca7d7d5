package io.walterfleet.adoption;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Controls;
import java.util.Collection;
import java.util.Map;

/**
 * Values as YAML that means the text and nothing else, and comments that stay comments; nothing
 * else writes YAML.
 */
final class Yaml {
  private static final String TAKEN = "(?i)y|n|yes|no|on|off|true|false|null|~";

  private Yaml() {}

  /** A text, in quotes where YAML could take it for something else. */
  static String text(String value) {
    boolean plain = value.matches("[A-Za-z][A-Za-z0-9._/-]*") && !value.matches(TAKEN);
    return plain ? value : quoted(value);
  }

  /** A text in quotes. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
              } else if (isUnfit(point)) {
                quoted.append("\\U%08x".formatted(point));
              } else {
                quoted.appendCodePoint(point);
              }
            });
    return quoted.append('"').toString();
  }

  /** A number, or else a text. */
  static String number(String value) {
    return value.matches("0|[1-9]\\d{0,8}") ? value : text(value);
  }

  /** A truth value, or else a text. */
  static String truth(String value) {
    return value.equals("true") || value.equals("false") ? value : text(value);
  }

  /** A text as what stands behind a {@code #}: one line, of which nothing can leave it. */
  static String comment(String text) {
    String line = Controls.escaped(text.replaceAll("\\s+", " "));
    return line.codePoints()
        .map(point -> isUnfit(point) ? '?' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Controls, and the two characters that no YAML may have. */
  private static boolean isUnfit(int point) {
    return Controls.isOne(point) || point == 0xFFFE || point == 0xFFFF;
  }

  /** A mapping on one line; the values are YAML already. */
  static String map(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(joining(", ", "{", "}"));
  }

  /** A sequence on one line. */
  static String list(Collection<String> texts) {
    return texts.stream().map(Yaml::text).collect(joining(", ", "[", "]"));
  }
}
