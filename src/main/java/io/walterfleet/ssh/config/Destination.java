package io.walterfleet.ssh.config;

import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.hostkey.HostKeyPolicy;
import io.walterfleet.ssh.protocol.Endpoint;
import java.time.Duration;

/** How one server is reached, the inventory and the ssh config put together. */
public record Destination(
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
