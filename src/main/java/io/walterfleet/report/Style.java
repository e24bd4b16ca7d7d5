package io.walterfleet.report;

/** How words are set off from others: with ANSI colours, or not at all. */
public enum Style {
  /** Bare text, for pipes and files. */
  PLAIN,
  /** Colours, for a terminal. */
  ANSI;

  String bold(String text) {
    return in("1", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String yellow(String text) {
    return in("33", text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
