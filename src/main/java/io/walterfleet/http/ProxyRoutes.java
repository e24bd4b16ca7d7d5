package io.walterfleet.http;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Which servers are asked through a proxy. */
public interface ProxyRoutes {
  /** What is said behind a failure: which proxy was on the way, if any was. */
  default String through(URI uri) {
    return of(uri.getScheme(), uri.getHost(), uri.getPort())
        .map(proxy -> ", through the proxy " + proxy)
        .orElse("");
  }

  /** Every server is asked straight. */
  ProxyRoutes STRAIGHT =
      new ProxyRoutes() {
        @Override
        public Optional<Proxy> of(String scheme, String host, int port) {
          return Optional.empty();
        }

        @Override
        public Stream<Proxy> proxies() {
          return Stream.empty();
        }
      };

  /**
   * The proxy for a server; empty when it is asked straight.
   *
   * @param scheme {@code http} or {@code https}, in either case
   * @param port negative for the scheme's own
   */
  Optional<Proxy> of(String scheme, String host, int port);

  /** All proxies that there are. */
  Stream<Proxy> proxies();
}
