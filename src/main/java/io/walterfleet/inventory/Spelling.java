package io.walterfleet.inventory;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word a mistyped one was meant to be. */
public final class Spelling {
  private static final int LONGEST = 100;

  private Spelling() {}

  /**
   * The known word that is nearest, if one is near.
   *
   * <ol>
   *   <li>Words that differ only in case, hyphens and underscores are the same.
   *   <li>Else the word with the fewest inserted, lost, changed or swapped letters, if that is at
   *       most one letter in three.
   * </ol>
   */
  public static Optional<String> nearest(String typed, Collection<String> known) {
    String folded = fold(typed);
    if (folded.isEmpty() || folded.length() > LONGEST) {
      return Optional.empty();
    }
    int most = Math.max(1, folded.length() / 3);
    return known.stream()
        .filter(word -> Math.abs(fold(word).length() - folded.length()) <= most)
        .map(word -> new Guess(word, distance(folded, fold(word))))
        .filter(guess -> guess.distance() <= most)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
        .map(Guess::word);
  }

  /** The advice to write the nearest word, or else the alternative. */
  public static String advice(String typed, Collection<String> known, String otherwise) {
    return nearest(typed, known)
        .map(word -> "did you mean " + Quoted.of(word) + "?")
        .orElse(otherwise);
  }

  private static String fold(String word) {
    return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** The optimal string alignment distance. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(int[][] cost, String a, String b, int i, int j) {
    int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int edit = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
    int best = Math.min(edit, cost[i - 1][j - 1] + same);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }

  private record Guess(String word, int distance) {}
}
