package io.walterfleet.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which machines are left alone for a while because putting them back has failed.
 *
 * <p>Each failure in a row doubles the wait, up to a day. A success ends it, and so does another
 * desired state: what has failed towards the old one says nothing of the new.
 */
final class Backoff {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_DOUBLINGS = 30;

  private final Duration first;
  private final Map<String, Wait> waits = new HashMap<>();

  /**
   * Nobody waits.
   *
   * @param first the wait after the first failure
   */
  Backoff(Duration first) {
    this.first = first;
  }

  /** A machine that waits, and towards what it failed. */
  private record Wait(String desired, int failures, Instant until) {}

  /** Until when a machine waits on its way to this state; empty when it does not. */
  Optional<Instant> until(String machine, String desired, Instant now) {
    return Optional.ofNullable(waits.get(machine))
        .filter(wait -> wait.desired().equals(desired))
        .map(Wait::until)
        .filter(now::isBefore);
  }

  /** Putting a machine to this state failed. */
  void failed(String machine, String desired, Instant now) {
    int failures =
        Optional.ofNullable(waits.get(machine))
                .filter(last -> last.desired().equals(desired))
                .map(Wait::failures)
                .orElse(0)
            + 1;
    waits.put(machine, new Wait(desired, failures, now.plus(length(failures))));
  }

  /** A machine was put back. */
  void succeeded(String machine) {
    waits.remove(machine);
  }

  /** Forgets machines that are not in the fleet any more. */
  void keep(Collection<String> machines) {
    waits.keySet().retainAll(machines);
  }

  private Duration length(int failures) {
    Duration length = first;
    for (int i = 1; i < Math.min(failures, MOST_DOUBLINGS); i++) {
      length = length.compareTo(LONGEST) < 0 ? length.multipliedBy(2) : LONGEST;
    }
    return length.compareTo(LONGEST) < 0 ? length : max(first, LONGEST);
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
