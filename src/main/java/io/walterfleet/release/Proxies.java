package io.walterfleet.release;

import io.walterfleet.http.Login;
import io.walterfleet.http.Proxy;
import io.walterfleet.http.ProxyRoutes;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that the environment asks for: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * NO_PROXY}, or the same in lower case, which win as they do for curl.
 *
 * <p>Loopback is never asked through a proxy.
 *
 * @param noProxy host names, domains, addresses, each with a port or without; {@code *} is all
 */
public record Proxies(Optional<Proxy> http, Optional<Proxy> https, List<String> noProxy)
    implements ProxyRoutes {
  /** No proxy at all. */
  public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

  public Proxies {
    noProxy = List.copyOf(noProxy);
  }

  /**
   * The proxies of an environment.
   *
   * @throws ReleaseException when a variable does not name a proxy that can be used
   */
  public static Proxies of(Map<String, String> environment) throws ReleaseException {
    List<String> none =
        Arrays.stream(value(environment, "NO_PROXY").split("[,\\s]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList();
    return new Proxies(proxy(environment, "HTTP_PROXY"), proxy(environment, "HTTPS_PROXY"), none);
  }

  @Override
  public Optional<Proxy> of(String scheme, String hostName, int givenPort) {
    String host = bare(hostName).toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(scheme);
    int port = givenPort >= 0 ? givenPort : secure ? 443 : 80;
    if (isLoopback(host) || noProxy.stream().anyMatch(word -> spares(word, host, port))) {
      return Optional.empty();
    }
    return secure ? https : http;
  }

  @Override
  public Stream<Proxy> proxies() {
    return Stream.of(https, http).flatMap(Optional::stream);
  }

  private static Optional<Proxy> proxy(Map<String, String> environment, String name)
      throws ReleaseException {
    String text = value(environment, name).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      int port = uri.getPort() >= 0 ? uri.getPort() : 80;
      boolean isPort = port > 0 && port <= 65535;
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && isPort) {
        return Optional.of(new Proxy(bare(uri.getHost()), port, login(uri)));
      }
    } catch (URISyntaxException notOne) {
      // The text may hold a password, so the message below does not show it.
    }
    throw new ReleaseException(
        "the environment variable " + name + " does not name a proxy that can be used",
        "set it to http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or unset it");
  }

  private static String value(Map<String, String> environment, String name) {
    String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return lower.isBlank() ? environment.getOrDefault(name, "") : lower;
  }

  private static Optional<Login> login(URI uri) {
    return Optional.ofNullable(uri.getRawUserInfo())
        .map(info -> (info + ":").split(":", 3))
        .map(parts -> new Login(decoded(parts[0]), decoded(parts[1])));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static boolean spares(String word, String host, int port) {
    if (word.equals("*")) {
      return true;
    }
    int colon = word.lastIndexOf(':');
    boolean named = (colon > 0 && word.indexOf(':') == colon) || word.contains("]:");
    if (named && !word.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    String domain = bare(named ? word.substring(0, colon) : word).replaceFirst("^\\*?\\.", "");
    return host.equals(domain) || host.endsWith("." + domain);
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
