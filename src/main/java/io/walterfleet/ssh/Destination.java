package io.walterfleet.ssh;

import java.time.Duration;
import java.util.Optional;

/**
 * How one server is reached, the inventory and the ssh config put together.
 *
 * @param jump the bastions on the way, {@code [user@]host[:port]} separated by commas
 */
record Destination(
    Endpoint endpoint,
    Credentials credentials,
    Trust trust,
    Optional<String> jump,
    Duration connectTimeout) {
  /** The same, with other keys. */
  Destination with(Credentials others) {
    return new Destination(endpoint, others, trust, jump, connectTimeout);
  }
}
