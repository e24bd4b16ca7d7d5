package io.walterfleet.inventory;

import io.walterfleet.fleet.Fleet;
import java.util.List;

/** What came of reading an inventory. */
public sealed interface Reading {
  /** It is valid. */
  record Valid(Fleet fleet) implements Reading {}

  /** It is not; these are all its problems, at least one, in the order of their places. */
  record Invalid(List<Problem> problems) implements Reading {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
