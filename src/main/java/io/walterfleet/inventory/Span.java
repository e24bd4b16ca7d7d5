package io.walterfleet.inventory;

import java.util.Optional;

/**
 * A span of numbers in a name or a value, such as {@code [001:120]}.
 *
 * @param start where its text starts in the whole text
 * @param end where its text ends
 */
record Span(String from, String to, int start, int end) {
  private static final int MOST = 100_000;

  /** How many numbers it has, both ends included. */
  int size() {
    return Integer.parseInt(to) - Integer.parseInt(from) + 1;
  }

  /** The number at this position, with the zeros that the first end has. */
  String at(int position) {
    String number = Integer.toString(Integer.parseInt(from) + position);
    return "0".repeat(Math.max(0, from.length() - number.length())) + number;
  }

  /** Why it cannot be counted through; empty when it can. */
  Optional<String> fault() {
    if ((padded(from) || padded(to)) && from.length() != to.length()) {
      return Optional.of("has ends of different length, although it is padded with zeros");
    }
    if (size() < 1) {
      return Optional.of("runs backwards");
    }
    return size() > MOST
        ? Optional.of("stands for more than " + MOST + " numbers")
        : Optional.empty();
  }

  /** What to write instead of one that cannot be counted through. */
  String advice() {
    int wide = Math.max(from.length(), to.length());
    if (size() < 1) {
      return "write " + new Span(to, from, start, end);
    }
    return size() > MOST
        ? "write two ranges or more, of at most " + MOST + " numbers each"
        : "write " + new Span(wide(from, wide), wide(to, wide), start, end);
  }

  private static String wide(String number, int digits) {
    return "0".repeat(digits - number.length()) + number;
  }

  private static boolean padded(String number) {
    return number.length() > 1 && number.startsWith("0");
  }

  @Override
  public String toString() {
    return "[" + from + ":" + to + "]";
  }
}
