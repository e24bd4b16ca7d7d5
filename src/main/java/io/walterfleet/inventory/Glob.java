package io.walterfleet.inventory;

/**
 * A name with {@code *}, {@code ?} and {@code [abc]}, {@code [a-c]} or {@code [!abc]} in it.
 *
 * <p>Not turned into a regular expression: a few stars would make that backtrack for hours.
 */
public record Glob(String pattern) {
  /** Whether a term is one, and no plain name. */
  public static boolean isGlob(String term) {
    return term.chars().anyMatch(letter -> "*?[".indexOf(letter) >= 0);
  }

  /** Whether the whole name fits; on a mismatch only the last star takes one letter more. */
  public boolean matches(String name) {
    int at = 0;
    int letter = 0;
    int star = -1;
    int taken = 0;
    while (letter < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at;
        taken = letter;
        at++;
      } else if (at < pattern.length() && fits(at, name.charAt(letter))) {
        at = after(at);
        letter++;
      } else if (star >= 0) {
        taken++;
        at = star + 1;
        letter = taken;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(rest -> rest == '*');
  }

  private boolean fits(int at, char letter) {
    int end = bracketEnd(at);
    return end < 0
        ? pattern.charAt(at) == '?' || pattern.charAt(at) == letter
        : inBracket(pattern.substring(at + 1, end), letter);
  }

  private int after(int at) {
    int end = bracketEnd(at);
    return end < 0 ? at + 1 : end + 1;
  }

  /** Where the bracket that begins here ends; -1 if there is none: then '[' stands for itself. */
  private int bracketEnd(int at) {
    return pattern.charAt(at) == '[' ? pattern.indexOf(']', at + 2) : -1;
  }

  private static boolean inBracket(String inside, char letter) {
    boolean negated = inside.startsWith("!");
    String letters = negated ? inside.substring(1) : inside;
    boolean found = false;
    int i = 0;
    while (i < letters.length()) {
      boolean range = i + 2 < letters.length() && letters.charAt(i + 1) == '-';
      char last = range ? letters.charAt(i + 2) : letters.charAt(i);
      found = found || (letters.charAt(i) <= letter && letter <= last);
      i += range ? 3 : 1;
    }
    return found != negated;
  }
}
