package io.walterfleet.fleet;

import java.util.Optional;

/** How a receiver of notifications is told. */
public sealed interface Channel {
  /**
   * By a POST request.
   *
   * @param url often a secret as a whole
   * @param as empty for {@link Dialect#PLAIN}
   */
  record Webhook(String url, Optional<Dialect> as) implements Channel {}
}
