package io.walterfleet.http;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Asks web servers over HTTP/1.1, each request over a connection of its own.
 *
 * <p>Nothing is sent but the request: no cookie, no login except to a proxy. Redirects are not
 * followed, and nothing is asked twice. A thread that reads an answer ends when its {@link
 * Exchange} is closed, whatever the server sends; that each exchange is closed is up to the caller.
 */
public final class WebClient {
  private final Supplier<Connecting> how;
  private Optional<Connecting> connecting = Optional.empty();

  /**
   * A client.
   *
   * @param connect how long a connection may take, and how long its TLS handshake
   * @param trust the certificates that are accepted
   */
  public WebClient(Duration connect, ProxyRoutes routes, SSLContext trust) {
    this(connect, routes, () -> trust);
  }

  /**
   * The same; the certificates are looked for when something is asked, which many runs never do.
   */
  public WebClient(Duration connect, ProxyRoutes routes, Supplier<SSLContext> trust) {
    this.how = () -> new Connecting(connect, routes, trust.get());
  }

  private synchronized Connecting connecting() {
    if (connecting.isEmpty()) {
      connecting = Optional.of(how.get());
    }
    return connecting.get();
  }

  /** What this computer's Java trusts. */
  public static SSLContext javaTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has TLS", impossible);
    }
  }

  /**
   * Begins to get what is at the URL.
   *
   * @throws IllegalArgumentException when the URL has no host
   */
  public Exchange get(URI uri, Content content) {
    return begun(uri, new HttpGet(uri), content);
  }

  /**
   * Begins to post a JSON text to the URL; the answer's content is not read.
   *
   * @throws IllegalArgumentException when the URL has no host
   */
  public Exchange postJson(URI uri, String json) {
    return postJson(uri, json, Map.of());
  }

  /**
   * The same with more headers, which go to this server alone.
   *
   * @throws IllegalArgumentException when the URL has no host
   */
  public Exchange postJson(URI uri, String json, Map<String, String> headers) {
    HttpPost request = new HttpPost(uri);
    headers.forEach(request::setHeader);
    request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
    request.setEntity(new ByteArrayEntity(json.getBytes(StandardCharsets.UTF_8), null));
    return begun(uri, request, Content.UNREAD);
  }

  private Exchange begun(URI uri, HttpUriRequestBase request, Content content) {
    Connecting way = connecting();
    Optional<Proxy> proxy = way.proxy(uri);
    Exchange exchange = new Exchange(request);
    Thread thread =
        new Thread(() -> perform(new Way(way, proxy), exchange, request, content), "web request");
    thread.setDaemon(true);
    thread.start();
    return exchange;
  }

  private static void perform(
      Way way, Exchange exchange, HttpUriRequestBase request, Content content) {
    // the exchange is closed first: closing the response is polite to the server, and waits for it
    try (CloseableHttpClient client = way.connecting().client();
        ClassicHttpResponse response = client.executeOpen(null, request, null);
        exchange) {
      if (response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
          && way.proxy().isPresent()) {
        throw new ProxyLoginException(way.proxy().get());
      }
      exchange.ended(read(response, content));
    } catch (Throwable failed) {
      exchange.failed(failed);
    }
  }

  /** How a server is reached, and by which proxy. */
  private record Way(Connecting connecting, Optional<Proxy> proxy) {}

  private static Reply read(ClassicHttpResponse response, Content content) throws Exception {
    Optional<String> location =
        Optional.ofNullable(response.getFirstHeader(HttpHeaders.LOCATION)).map(Header::getValue);
    HttpEntity entity = response.getEntity();
    content.read(
        response.getCode(), entity == null ? InputStream.nullInputStream() : entity.getContent());
    return new Reply(response.getCode(), location);
  }
}
