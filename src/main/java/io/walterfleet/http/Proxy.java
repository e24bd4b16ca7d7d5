package io.walterfleet.http;

import java.util.Optional;

/** One proxy, which speaks plain HTTP. */
public record Proxy(String host, int port, Optional<Login> login) {
  /** The proxy without its login. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
