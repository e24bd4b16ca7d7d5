package io.walterfleet.fleet;

/**
 * The characters that are not shown as themselves, and what is shown instead; nothing else says
 * what counts as one.
 *
 * <p>They are Unicode's categories Cc (C0, DEL and C1), Cf (bidirectional controls, characters
 * without width), Zl, Zp and Cs: what can move a cursor, turn a text around, or begin a line.
 */
public final class Controls {
  private Controls() {}

  /** Whether the code point is one. */
  public static boolean isOne(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  /** Whether the text has one. */
  public static boolean isIn(String text) {
    return text.codePoints().anyMatch(Controls::isOne);
  }

  /**
   * Whether it makes a text read otherwise than it looks: it turns the direction around, or ends a
   * line for some programs and not for others.
   */
  public static boolean misleads(int codePoint) {
    return switch (codePoint) {
      case 0x85, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F -> true;
      default ->
          (codePoint >= 0x202A && codePoint <= 0x202E)
              || (codePoint >= 0x2066 && codePoint <= 0x2069);
    };
  }

  /** The text with its controls escaped, such as <code>&#92;u{1b}</code>. */
  public static String escaped(String text) {
    return isIn(text) ? escaped(text, Integer.MAX_VALUE) : text;
  }

  /**
   * The beginning of the text with its controls escaped, at most so many characters of what is
   * shown.
   */
  public static String escaped(String text, int longest) {
    StringBuilder shown = new StringBuilder();
    int room = longest;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      String one = shown(codePoint);
      room -= isOne(codePoint) ? one.length() : 1;
      if (room < 0) {
        return shown.append('…').toString();
      }
      shown.append(one);
      i += Character.charCount(codePoint);
    }
    return shown.toString();
  }

  private static String shown(int codePoint) {
    return isOne(codePoint)
        ? "\\u{" + Integer.toHexString(codePoint) + '}'
        : Character.toString(codePoint);
  }
}
