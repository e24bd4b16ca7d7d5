package io.walterfleet.step;

import java.time.Duration;

/**
 * Who wants to change a machine, and why.
 *
 * @param run the id of the run
 * @param owner {@code user@controller}
 * @param reason what the run is about, in a few words
 * @param note what else is written down in the machine's log, on one line; may be empty
 * @param lease how long the lock holds unless a running step renews it, by the machine's clock
 */
public record LockRequest(String run, String owner, String reason, String note, Duration lease) {
  public LockRequest {
    // other controllers read it back from the machine, and take nothing else for a name
    owner = owner.replaceAll("[^\\p{L}\\p{N}._@\\\\$+-]", "_");
  }

  /** A visit of which nothing more is written down. */
  public LockRequest(String run, String owner, String reason, Duration lease) {
    this(run, owner, reason, "", lease);
  }
}
