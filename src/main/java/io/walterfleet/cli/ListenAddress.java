package io.walterfleet.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to answer over HTTP: {@code 9464} or {@code :9464} on loopback, {@code 10.0.0.5:9464} or
 * {@code [::1]:9464} elsewhere; port 0 is any free one.
 */
record ListenAddress(String host, int port) {
  private static final int HIGHEST = 65_535;
  private static final Pattern FORM =
      Pattern.compile("(?:(?<host>[A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+\\]):)?(?<port>\\d{1,5})");

  /** The address in the words; empty when they are none. */
  static Optional<ListenAddress> of(String words) {
    Matcher form = FORM.matcher(words);
    if (!form.matches() || Integer.parseInt(form.group("port")) > HIGHEST) {
      return Optional.empty();
    }
    String host = Optional.ofNullable(form.group("host")).orElse("");
    return Optional.of(new ListenAddress(host, Integer.parseInt(form.group("port"))));
  }

  ListenAddress with(int other) {
    return new ListenAddress(host, other);
  }

  InetSocketAddress socket() {
    return host.isEmpty()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.isEmpty() ? "127.0.0.1" : host) + ":" + port;
  }
}
