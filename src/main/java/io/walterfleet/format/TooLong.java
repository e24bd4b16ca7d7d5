package io.walterfleet.format;

import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Closed;
import io.walterfleet.format.Expected.Span;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A group whose machines cannot all be begun before it closes again.
 *
 * @param ends when no machine of it may begin any more
 * @param last how long after the beginning the last one would be begun
 * @param isSure whether it is so even if all goes quickly
 */
public record TooLong(String group, ZonedDateTime ends, Span last, boolean isSure) {
  /**
   * Whether the machines of a group can all be begun in the window that is open now, or opens next.
   */
  static Optional<TooLong> of(String group, Span last, Maintenance maintenance, Instant now) {
    Optional<Closed> closed = maintenance.closed(group, Bound.APPLY, now);
    Optional<Instant> opens =
        closed.isEmpty() ? Optional.of(now) : closed.get().until().map(ZonedDateTime::toInstant);
    return opens.flatMap(from -> within(group, last, maintenance, from));
  }

  /**
   * The same of a group that waits for others, and for somebody who goes on: whether all of its
   * machines can be begun in the first window that opens after this.
   */
  static Optional<TooLong> ofLater(
      String group, Span last, Maintenance maintenance, Instant earliest) {
    Instant shut =
        maintenance
            .closing(group, Bound.APPLY, earliest)
            .map(ZonedDateTime::toInstant)
            .orElse(earliest);
    return maintenance
        .closed(group, Bound.APPLY, shut)
        .flatMap(Closed::until)
        .flatMap(opens -> within(group, last, maintenance, opens.toInstant()));
  }

  private static Optional<TooLong> within(
      String group, Span last, Maintenance maintenance, Instant from) {
    return maintenance
        .closing(group, Bound.APPLY, from)
        .filter(ends -> !from.plus(last.to()).isBefore(ends.toInstant()))
        .map(
            ends ->
                new TooLong(group, ends, last, !from.plus(last.from()).isBefore(ends.toInstant())));
  }

  /** In words. */
  String sentence() {
    return "Group "
        + group
        + (isSure ? " does not fit" : " may not fit")
        + " into the window that ends on "
        + Maintenance.shown(ends)
        + ": its last machine would begin after "
        + last.words()
        + "; what has not begun by then waits for the next one.";
  }
}
