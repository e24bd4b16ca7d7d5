package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;

/**
 * Machines of one group, which are changed before those of the waves after it.
 *
 * @param holds true where the waves after it begin only once somebody says so
 * @param soak in whole seconds, how long it must have been as planned before the waves after it
 *     begin; may be zero
 */
public record Wave(String group, boolean holds, Duration soak) {
  /** The word for a wave that holds, in inventories and plans. */
  public static final String HOLD = "hold";

  /** A wave that the next one follows at once. */
  public static Wave plain(String group) {
    return new Wave(group, false, Duration.ZERO);
  }

  /** Waves that follow each other at once. */
  public static List<Wave> plain(List<String> groups) {
    return groups.stream().map(Wave::plain).toList();
  }

  /** A time to soak as inventories have it, in the largest unit that is whole. */
  public static String words(Duration soak) {
    if (soak.toSecondsPart() != 0) {
      return soak.toSeconds() + "s";
    }
    return soak.toMinutesPart() != 0 ? soak.toMinutes() + "m" : soak.toHours() + "h";
  }

  /** True where the next wave does not follow at once. */
  public boolean isBarrier() {
    return holds || !soak.isZero();
  }
}
