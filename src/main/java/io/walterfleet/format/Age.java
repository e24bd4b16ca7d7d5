package io.walterfleet.format;

import java.time.Duration;

/** How long ago something was, in one unit. */
public final class Age {
  private static final int SECONDS_SHOWN = 120;
  private static final int MINUTES_SHOWN = 120;
  private static final int HOURS_SHOWN = 48;

  private Age() {}

  /** Such as {@code 40 s}, {@code 5 min}, {@code 3 h} or {@code 12 days}; never less than 0 s. */
  public static String of(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < SECONDS_SHOWN) {
      return seconds + " s";
    }
    if (age.toMinutes() < MINUTES_SHOWN) {
      return age.toMinutes() + " min";
    }
    return age.toHours() < HOURS_SHOWN ? age.toHours() + " h" : age.toDays() + " days";
  }
}
