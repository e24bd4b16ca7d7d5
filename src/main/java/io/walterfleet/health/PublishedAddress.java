package io.walterfleet.health;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import java.util.Optional;

/**
 * Where a machine answers browsers.
 *
 * @param mode absent when the machine does not say it
 * @param host for the Host header and SNI; absent when the machine does not say it
 */
public record PublishedAddress(Optional<Mode> mode, Optional<String> host, int httpsPort) {
  /** What a machine with these keys answers to; a port that is no number counts as the default. */
  public static PublishedAddress of(ManagedKeys keys) {
    return new PublishedAddress(
        keys.mode().flatMap(Mode::of),
        keys.host(),
        keys.httpsPort()
            .filter(port -> port.matches("\\d{1,5}"))
            .map(Integer::parseInt)
            .orElse(Publication.DEFAULT_HTTPS_PORT));
  }

  /** The same once this was written; what it does not say is kept. */
  public PublishedAddress with(Publication written) {
    return new PublishedAddress(
        written.mode().or(this::mode),
        written.host().or(this::host),
        written.httpsPort().orElse(httpsPort));
  }
}
