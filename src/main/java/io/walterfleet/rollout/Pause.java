package io.walterfleet.rollout;

import java.time.Duration;

/** Lets time pass; a fake passes it at once. */
@FunctionalInterface
public interface Pause {
  /** Returns after this long. */
  void of(Duration duration) throws InterruptedException;
}
