package io.walterfleet.ssh;

import java.time.Duration;

/** How one server is reached, the inventory and the ssh config put together. */
record Destination(
    Endpoint endpoint,
    Credentials credentials,
    HostKeyPolicy hostKeyPolicy,
    TransportOptions transportOptions,
    Duration connectTimeout) {
  /** The same, with other keys. */
  Destination with(Credentials others) {
    return new Destination(endpoint, others, hostKeyPolicy, transportOptions, connectTimeout);
  }
}
