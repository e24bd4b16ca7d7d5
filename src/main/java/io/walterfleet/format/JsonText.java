package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import tools.jackson.databind.JsonNode;

/**
 * JSON as it leaves this program: each control in a string is escaped, so that the text can be
 * looked at in a terminal. What it says stays the same.
 */
public final class JsonText {
  private JsonText() {}

  /** On several lines, with a line feed at the end. */
  static String page(JsonNode json) {
    return escaped(json.toPrettyString()) + "\n";
  }

  /** On one line, without a line feed. */
  public static String line(JsonNode json) {
    return escaped(json.toString());
  }

  /** The writer has escaped those below; and line feeds stand between its values. */
  private static boolean isBare(int codePoint) {
    return codePoint >= 0x7F && Controls.isOne(codePoint);
  }

  private static String escaped(String json) {
    if (json.codePoints().noneMatch(JsonText::isBare)) {
      return json;
    }
    StringBuilder shown = new StringBuilder(json.length() + 64);
    json.codePoints().forEach(codePoint -> append(shown, codePoint));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int codePoint) {
    if (!isBare(codePoint)) {
      shown.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      shown.append("\\u%04x".formatted((int) unit));
    }
  }
}
