package io.walterfleet.inventory;

import java.util.Optional;

/**
 * Which machine of a range is read just now.
 *
 * @param range the span in the machine's name; absent for a machine without one
 * @param index counts from 0
 */
record Position(Optional<Span> range, int index) {
  /** Not in a range. */
  static final Position NONE = new Position(Optional.empty(), 0);

  /** Whether this span has a number for each machine of the range. */
  boolean fits(Span span) {
    return span.fault().isEmpty() && range.filter(one -> one.size() == span.size()).isPresent();
  }
}
