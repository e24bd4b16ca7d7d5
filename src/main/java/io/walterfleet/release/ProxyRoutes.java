package io.walterfleet.release;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Our proxies, as the JDK's HTTP client asks for them. */
final class ProxyRoutes extends ProxySelector {
  private static final String NO_TUNNEL_LOGINS = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    // The JDK refuses to log in to a proxy for https unless told otherwise before its first use;
    // a login in HTTPS_PROXY is there to be used.
    if (System.getProperty(NO_TUNNEL_LOGINS) == null) {
      System.setProperty(NO_TUNNEL_LOGINS, "");
    }
  }

  private final Proxies proxies;

  ProxyRoutes(Proxies proxies) {
    this.proxies = proxies;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        proxies
            .of(uri)
            .map(proxy -> new Proxy(Proxy.Type.HTTP, proxy.address()))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request fails with the same exception; there is no second proxy to turn to.
  }

  /** Logs in to a proxy of ours that asks for it, and to nothing else. */
  static Authenticator logins(Proxies proxies) {
    return new Authenticator() {
      @Override
      @SuppressWarnings("NullAway") // the JDK's word for "no login"
      protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? login(proxies, getRequestingHost(), getRequestingPort()).orElse(null)
            : null;
      }
    };
  }

  private static Optional<PasswordAuthentication> login(Proxies proxies, String host, int port) {
    return Stream.of(proxies.https(), proxies.http())
        .flatMap(Optional::stream)
        .filter(proxy -> proxy.host().equals(host) && proxy.port() == port)
        .flatMap(proxy -> proxy.login().stream())
        .map(one -> new PasswordAuthentication(one.user(), one.password().toCharArray()))
        .findFirst();
  }
}
