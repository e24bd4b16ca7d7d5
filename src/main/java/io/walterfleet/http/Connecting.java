package io.walterfleet.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/** How servers are reached: by which way, with which trust, within which bounds. */
final class Connecting {
  /** Bytes of one line of a head, and how many headers there may be. */
  private static final Http1Config HEAD =
      Http1Config.custom().setMaxLineLength(32 << 10).setMaxHeaderCount(200).build();

  private static final RequestConfig REQUEST =
      RequestConfig.custom()
          .setRedirectsEnabled(false)
          .setProtocolUpgradeEnabled(false)
          .setExpectContinueEnabled(false)
          .build();

  private final ConnectionConfig connection;
  private final ProxyRoutes routes;
  private final TlsSocketStrategy tls;

  Connecting(Duration connect, ProxyRoutes routes, SSLContext trust) {
    this.connection = ConnectionConfig.custom().setConnectTimeout(Timeout.of(connect)).build();
    this.routes = routes;
    // Java compares the host's name itself, and its own exception says what is wrong with it.
    this.tls =
        new DefaultClientTlsStrategy(
            trust, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE);
  }

  /** The proxy on the way to a URL. */
  Optional<Proxy> proxy(URI uri) {
    return routes.of(uri.getScheme(), uri.getHost(), uri.getPort());
  }

  /** A client for one exchange, which is over with it. */
  CloseableHttpClient client() {
    BasicHttpClientConnectionManager connections =
        BasicHttpClientConnectionManager.create(
            RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build(),
            ManagedHttpClientConnectionFactory.builder().http1Config(HEAD).build());
    connections.setConnectionConfig(connection);
    return HttpClientBuilder.create()
        .setConnectionManager(connections)
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setDefaultRequestConfig(REQUEST)
        .setRoutePlanner(new Planner())
        .setDefaultCredentialsProvider((scope, context) -> login(scope))
        .setUserAgent("walter-fleet")
        .disableAuthCaching()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
  }

  @SuppressWarnings("NullAway") // the library's word for "no login"
  private Credentials login(AuthScope scope) {
    return routes
        .proxies()
        .filter(proxy -> proxy.host().equals(scope.getHost()) && proxy.port() == scope.getPort())
        .flatMap(proxy -> proxy.login().stream())
        .map(one -> new UsernamePasswordCredentials(one.user(), one.password().toCharArray()))
        .findFirst()
        .orElse(null);
  }

  private final class Planner extends DefaultRoutePlanner {
    @SuppressWarnings("NullAway") // the library's word for its own resolver
    Planner() {
      super(null);
    }

    @Override
    @SuppressWarnings("NullAway") // the library's word for "no proxy"
    protected HttpHost determineProxy(HttpHost target, HttpContext context) {
      Optional<Proxy> proxy =
          routes.of(target.getSchemeName(), target.getHostName(), target.getPort());
      return proxy.map(one -> new HttpHost(one.host(), one.port())).orElse(null);
    }
  }
}
