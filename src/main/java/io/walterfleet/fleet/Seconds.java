package io.walterfleet.fleet;

import java.time.Duration;

/** A limit as it stands in a sentence. */
public final class Seconds {
  private Seconds() {}

  /** In whole seconds or else in milliseconds, such as "5 s". */
  public static String of(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
