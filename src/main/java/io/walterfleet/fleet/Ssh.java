package io.walterfleet.fleet;

import java.time.Duration;
import java.util.Optional;

/**
 * How one machine is reached over SSH.
 *
 * @param address a host name, an IP, or an alias of {@code ~/.ssh/config}
 * @param jump a bastion, {@code [user@]host[:port]}; absent means what the ssh config says
 * @param connectTimeout how long connecting and logging in may take together
 */
public record Ssh(
    String address,
    Login login,
    HostKeys hostKeys,
    Optional<String> jump,
    Duration connectTimeout) {
  /** How long connecting may take when the inventory does not say. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
}
