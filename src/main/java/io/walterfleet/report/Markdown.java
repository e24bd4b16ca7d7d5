package io.walterfleet.report;

import io.walterfleet.fleet.Controls;

/**
 * Text that came from outside, made safe to stand in Markdown as GitHub and GitLab read it.
 *
 * <p>A character reference can take no part in the structure of a document (CommonMark 0.31, 2.5),
 * so that is what every character becomes which could.
 */
final class Markdown {
  private static final int LONGEST = 300;
  private static final String PLAIN_IN_CODE = "[^`|\\\\\\s]|[^`|\\\\\\s][^`|\\\\]*[^`|\\\\\\s]";

  /** Marks after which both sites look for the name of a person, a label or a milestone. */
  private static final String NAMES = "@~%";

  /** Marks after which they look for the number of an issue or the like. */
  private static final String NUMBERS = "#!$&";

  private static final String PLAIN_IN_PROSE = " .,;:/()=+?'\"-";
  private static final String ZERO_WIDTH_SPACE = "&#8203;";

  private Markdown() {}

  /** A value, word for word, in the type for code; empty stays empty. */
  static String code(String value) {
    String shown = shortened(value);
    if (shown.isEmpty()) {
      return "";
    }
    if (shown.matches(PLAIN_IN_CODE)) {
      return "`" + shown + "`";
    }
    // in a table not even code between backticks may hold a bar
    StringBuilder safe = new StringBuilder("<code>");
    shown.codePoints().forEach(one -> safe.append(isWord(one) ? plain(one) : reference(one)));
    return safe.append("</code>").toString();
  }

  /** A sentence; names nobody, links nowhere. */
  static String prose(String sentence) {
    int[] all = shortened(sentence).codePoints().toArray();
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < all.length; i++) {
      safe.append(isPlainInProse(all[i]) ? plain(all[i]) : reference(all[i]));
      if (isMention(i == 0 ? ' ' : all[i - 1], all[i], i + 1 < all.length ? all[i + 1] : ' ')) {
        safe.append(ZERO_WIDTH_SPACE);
      }
    }
    return safe.toString().replace("://", "&#58;//").replace("www.", "www&#46;");
  }

  private static boolean isMention(int before, int mark, int after) {
    boolean name = !Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
    return (NAMES.indexOf(mark) >= 0 && name)
        || (NUMBERS.indexOf(mark) >= 0 && Character.isDigit(after));
  }

  private static boolean isPlainInProse(int codePoint) {
    return isWord(codePoint) || PLAIN_IN_PROSE.indexOf(codePoint) >= 0;
  }

  private static boolean isWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || codePoint == ' ';
  }

  private static String plain(int codePoint) {
    return Character.toString(codePoint);
  }

  private static String reference(int codePoint) {
    return "&#" + codePoint + ";";
  }

  private static String shortened(String text) {
    String shown = Controls.escaped(text);
    return shown.codePointCount(0, shown.length()) <= LONGEST
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
