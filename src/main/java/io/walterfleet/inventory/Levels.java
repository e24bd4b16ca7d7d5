package io.walterfleet.inventory;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

  /** The member of the closed choice that the most specific section with this key names. */
  <T> Optional<T> choice(String key, T[] all, Function<T, String> word) {
    return at(key).flatMap(cursor -> cursor.choice(all, word));
  }

  /** The same below these, which are more specific. */
  Levels under(List<Section> nearer) {
    return new Levels(Stream.concat(nearer.stream(), sections.stream()).toList());
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
