package io.walterfleet.ssh;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets logins begin no faster than servers and firewalls take well.
 *
 * <p>A first try goes through the wide lane. A machine that was turned away goes through the narrow
 * one: a server with a low MaxStartups, or one that many machines hide behind, then gets its
 * machines one after the other, while all others go on at full speed.
 */
final class LoginThrottle {
  private static final int WIDE = 64;
  private static final int NARROW = 1;
  private static final Duration BETWEEN = Duration.ofMillis(3);

  private final Semaphore wide = new Semaphore(WIDE, true);
  private final Semaphore narrow = new Semaphore(NARROW, true);
  private long next = System.nanoTime();

  /** Waits for a turn; the time of its begin. */
  long begin(boolean turnedAway) throws InterruptedException {
    lane(turnedAway).acquire();
    try {
      TimeUnit.NANOSECONDS.sleep(pause());
    } catch (InterruptedException e) {
      end(turnedAway);
      throw e;
    }
    return System.nanoTime();
  }

  /** Gives a turn back. */
  void end(boolean turnedAway) {
    lane(turnedAway).release();
  }

  private Semaphore lane(boolean turnedAway) {
    return turnedAway ? narrow : wide;
  }

  private synchronized long pause() {
    long now = System.nanoTime();
    long start = Math.max(now, next);
    next = start + BETWEEN.toNanos();
    return start - now;
  }
}
