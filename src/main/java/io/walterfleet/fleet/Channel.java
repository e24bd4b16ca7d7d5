package io.walterfleet.fleet;

import java.util.Optional;

/** How a receiver of notifications is told. */
public sealed interface Channel {
  /**
   * By a POST request that people read.
   *
   * @param url often a secret as a whole
   * @param as empty for {@link Dialect#PLAIN} to one that is told again what it was told before
   */
  record Webhook(String url, Optional<Dialect> as) implements Channel {}

  /** By the Events API v2 of PagerDuty. */
  record PagerDuty(String url, Secret routingKey) implements Channel {}

  /** By the API v2 of Prometheus' Alertmanager. */
  record Alertmanager(String url) implements Channel {}
}
