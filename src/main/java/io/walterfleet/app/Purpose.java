package io.walterfleet.app;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why machines are changed.
 *
 * @param kind of run, a word
 * @param note what else is written down on machines; may be empty
 */
public record Purpose(String kind, String note) {
  /** The same, with more that is written down. */
  public Purpose and(String more) {
    return new Purpose(
        kind,
        Stream.of(note, more).filter(one -> !one.isEmpty()).collect(Collectors.joining("; ")));
  }
}
