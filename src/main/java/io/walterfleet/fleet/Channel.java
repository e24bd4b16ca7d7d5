package io.walterfleet.fleet;

import java.util.List;
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

  /**
   * By a program on this computer, as JSON on its standard input.
   *
   * @param words the program and its arguments
   */
  record Program(List<String> words) implements Channel {
    public Program {
      words = List.copyOf(words);
    }
  }

  /**
   * By mail.
   *
   * @param to at least one address
   * @param host of the server that takes it
   */
  record Mail(List<String> to, String from, String host, int port, Optional<Login> login)
      implements Channel {
    public Mail {
      to = List.copyOf(to);
    }

    /** With what one logs in there. */
    public record Login(String user, Secret password) {}
  }

  /** By the Events API v2 of PagerDuty. */
  record PagerDuty(String url, Secret routingKey) implements Channel {}

  /** By the API v2 of Prometheus' Alertmanager. */
  record Alertmanager(String url) implements Channel {}
}
