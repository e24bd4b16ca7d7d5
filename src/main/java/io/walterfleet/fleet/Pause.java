package io.walterfleet.fleet;

import java.time.Duration;

/** Lets time pass; tests and rehearsals pass it at once. */
@FunctionalInterface
public interface Pause {
  /** Returns after this long. */
  void of(Duration duration) throws InterruptedException;
}
