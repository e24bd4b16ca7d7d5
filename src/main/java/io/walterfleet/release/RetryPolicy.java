package io.walterfleet.release;

import java.time.Duration;

/**
 * How long a download waits, and how often it is tried.
 *
 * @param connect for a connection
 * @param silence without a byte from the server
 * @param whole for one try from its first to its last byte
 * @param tries how often altogether, at least 1
 * @param backoff before the second try; doubles with each further one
 */
public record RetryPolicy(
    Duration connect, Duration silence, Duration whole, int tries, Duration backoff) {
  /** What suits a vendor's server and a slow line. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(15),
          4,
          Duration.ofSeconds(1));

  /** What suits somebody who can do without the answer. */
  public static final RetryPolicy SHORT =
      new RetryPolicy(
          Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(15), 1, Duration.ZERO);

  public RetryPolicy {
    if (tries < 1) {
      throw new IllegalArgumentException("a download is tried at least once");
    }
  }

  /** The wait after this many failed tries. */
  Duration after(int failed) {
    return backoff.multipliedBy(1L << Math.min(failed - 1, 10));
  }
}
