package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The problems found so far, each one once. */
final class Problems {
  /** Nobody reads more, and a hostile file must not fill the memory. */
  private static final int MOST = 10_000;

  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.place().file())
          .thenComparing(problem -> problem.place().line())
          .thenComparing(problem -> problem.place().column());

  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Place place, String message, String fix) {
    if (found.size() < MOST) {
      found.add(new Problem(place, message, fix));
    }
  }

  int count() {
    return found.size();
  }

  List<Problem> byPlace() {
    return found.stream().sorted(BY_PLACE).toList();
  }
}
