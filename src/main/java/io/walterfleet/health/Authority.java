package io.walterfleet.health;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;

/**
 * The host name and port that browsers use.
 *
 * @param host in ASCII; an IPv6 address without brackets
 */
record Authority(String host, int port) {
  static final int LAST_PORT = 65535;

  private static final int LONGEST_HOST = 253;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  /** The site; empty when the host is neither a name nor an address, or the port is none. */
  static Optional<Authority> of(String host, int port) {
    if (port < 1 || port > LAST_PORT || host.length() > LONGEST_HOST) {
      return Optional.empty();
    }
    String bare = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
    if (IPV6.matcher(bare).matches()) {
      return Optional.of(new Authority(bare, port)).filter(Authority::hasUrl);
    }
    try {
      String ascii = IDN.toASCII(bare);
      boolean usable = ascii.length() <= LONGEST_HOST && NAME.matcher(ascii).matches();
      return usable ? Optional.of(new Authority(ascii, port)) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOne) {
      return Optional.empty(); // what toASCII throws is not all in its Javadoc
    }
  }

  /**
   * The name to ask for in TLS, without the dot at its end; empty for what RFC 6066 does not allow
   * there: an address, and a name with an underscore.
   */
  Optional<SNIHostName> serverName() {
    if (host.contains(":") || IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new SNIHostName(host.endsWith(".") ? inner("." + host) : host));
    } catch (IllegalArgumentException notAllowed) {
      return Optional.empty();
    }
  }

  /** Whether a URL can have this host (RFC 3986 knows no underscore there, for one). */
  boolean hasUrl() {
    try {
      return Optional.ofNullable(new URI("https://" + authority()).getHost()).isPresent();
    } catch (URISyntaxException notOne) {
      return false;
    }
  }

  /** The host as it stands in a URL and in the Host header. */
  String authority() {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    return port == 443 ? bracketed : bracketed + ":" + port;
  }

  private static String inner(String host) {
    return host.substring(1, host.length() - 1);
  }
}
