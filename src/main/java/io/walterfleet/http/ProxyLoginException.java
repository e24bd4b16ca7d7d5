package io.walterfleet.http;

import java.io.IOException;

/** A proxy that wants a login, or another one than it got. */
final class ProxyLoginException extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean refused;

  ProxyLoginException(Proxy proxy) {
    super("the proxy " + proxy + " answered 407");
    this.refused = proxy.login().isPresent();
  }

  /** Whether it got a login. */
  boolean isRefused() {
    return refused;
  }
}
