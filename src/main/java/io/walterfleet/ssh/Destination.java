package io.walterfleet.ssh;

import java.time.Duration;

/** How one server is reached, the inventory and the ssh config put together. */
record Destination(
    Endpoint endpoint,
    Credentials credentials,
    Trust trust,
    Transport transport,
    Duration connectTimeout) {
  /** The same, with other keys. */
  Destination with(Credentials others) {
    return new Destination(endpoint, others, trust, transport, connectTimeout);
  }
}
