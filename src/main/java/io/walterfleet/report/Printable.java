package io.walterfleet.report;

/** Text that came from outside, made safe to show on a terminal. */
final class Printable {
  private Printable() {}

  /**
   * The text with a question mark for each control character, so that a value on a machine cannot
   * move the cursor, recolour the screen or forge a line.
   */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(Printable::shown).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int shown(int codePoint) {
    boolean hidden =
        switch (Character.getType(codePoint)) {
          // format characters can turn the direction of the text around
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          default -> false;
        };
    return hidden ? '?' : codePoint;
  }
}
