package io.walterfleet.release;

import static java.util.stream.Collectors.joining;

/** Text that somebody else wrote, made fit for a message of ours. */
final class Wording {
  private static final int LONGEST = 80;

  private Wording() {}

  /** The text on one line, cut when long, and with nothing in it that a terminal would obey. */
  static String of(String text) {
    String start = text.codePoints().limit(LONGEST).mapToObj(Wording::shown).collect(joining());
    return text.codePointCount(0, text.length()) > LONGEST ? start + "…" : start;
  }

  /** Whether a terminal shows each character of the text as itself. */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(Wording::isPlain);
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String shown(int character) {
    return isPlain(character) ? Character.toString(character) : String.format("\\u{%x}", character);
  }
}
