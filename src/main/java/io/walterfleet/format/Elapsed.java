package io.walterfleet.format;

import java.time.Duration;

/** How long something took, as precisely as a reader cares. */
public final class Elapsed {
  private Elapsed() {}

  public static String of(Duration duration) {
    long tenths = Math.max(0, duration.toMillis()) / 100;
    long seconds = tenths / 10;
    if (seconds < 10) {
      return seconds + "." + tenths % 10 + " s";
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min " + seconds % 60 + " s"
        : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
