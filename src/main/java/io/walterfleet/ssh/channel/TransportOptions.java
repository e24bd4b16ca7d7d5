package io.walterfleet.ssh.channel;

import io.walterfleet.ssh.protocol.Offer;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How the bytes get to a server.
 *
 * @param jump the bastions on the way, {@code [user@]host[:port]} separated by commas
 * @param from the address of this computer to connect from, where it matters
 * @param offer which algorithms are spoken
 */
public record TransportOptions(
    Optional<String> jump, Family family, Optional<String> from, Offer offer) {
  /** As ssh does it without a config. */
  public static final TransportOptions PLAIN =
      new TransportOptions(Optional.empty(), Family.ANY, Optional.empty(), Offer.OURS);

  /** Which addresses of a server may be used. */
  public enum Family {
    ANY,
    IPV4,
    IPV6;

    /** What {@code AddressFamily} means. */
    public static Family of(String word) {
      return switch (word) {
        case "inet" -> IPV4;
        case "inet6" -> IPV6;
        default -> ANY;
      };
    }

    boolean has(InetAddress address) {
      return switch (this) {
        case ANY -> true;
        case IPV4 -> address instanceof Inet4Address;
        case IPV6 -> address instanceof Inet6Address;
      };
    }
  }
}
