package io.walterfleet.inventory;

import java.util.List;
import java.util.Optional;

/**
 * The sections that may say a key for one machine, the most specific first: machine over group over
 * defaults.
 */
record Levels(List<Section> sections) {
  Levels {
    sections = List.copyOf(sections);
  }

  static Levels of(Section only) {
    return new Levels(List.of(only));
  }

  /** The value of this key in the most specific section that has it. */
  Optional<Cursor> at(String key) {
    for (Section section : sections) {
      Optional<Cursor> said = section.at(key);
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }
}
