package io.walterfleet.health;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host name and port that browsers use.
 *
 * @param host in ASCII; an IPv6 address without brackets
 */
record Site(String host, int port) {
  static final int LAST_PORT = 65535;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  /** The site; empty when the host is neither a name nor an address, or the port is none. */
  static Optional<Site> of(String host, int port) {
    if (port < 1 || port > LAST_PORT) {
      return Optional.empty();
    }
    String bare = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
    if (IPV6.matcher(bare).matches()) {
      return Optional.of(new Site(bare, port));
    }
    try {
      String ascii = IDN.toASCII(bare);
      boolean usable = ascii.length() <= 253 && NAME.matcher(ascii).matches();
      return usable ? Optional.of(new Site(ascii, port)) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /** The name to ask for in TLS; empty for an address, which RFC 6066 does not allow there. */
  Optional<String> serverName() {
    return host.contains(":") || IPV4.matcher(host).matches()
        ? Optional.empty()
        : Optional.of(host);
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
