package io.walterfleet.format;

import java.time.Instant;

/**
 * A concern that a receiver was told of, and not yet that it is over.
 *
 * @param receiver a word for it that says nothing of its address
 * @param since when it was raised first
 * @param isTold whether the receiver is known to have taken it
 */
public record Raised(String receiver, Concern concern, Instant since, boolean isTold) {
  /** The same, taken. */
  public Raised told() {
    return new Raised(receiver, concern, since, true);
  }
}
