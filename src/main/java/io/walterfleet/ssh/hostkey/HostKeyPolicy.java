package io.walterfleet.ssh.hostkey;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Offer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a server's host key is judged.
 *
 * @param alias the name that known hosts files have it under, in place of host and port
 */
public record HostKeyPolicy(
    HostKeys.Policy policy,
    Optional<String> pin,
    Optional<String> alias,
    Files named,
    Strength strength) {

  /**
   * What keys and signatures must have beyond being known.
   *
   * @param rsaBits RSA keys with fewer are refused
   * @param signatures what authorities may sign with
   */
  public record Strength(int rsaBits, List<String> signatures) {
    /** As ssh has it without a config. */
    public static final Strength USUAL =
        new Strength(Algorithms.SHORTEST_RSA, Algorithms.SIGNATURES.of(Offer.OURS));

    public Strength {
      signatures = List.copyOf(signatures);
    }
  }

  /**
   * The files that say something of host keys.
   *
   * @param users the known hosts files of the user; a new key is added to the first
   * @param global the ones of the system
   * @param revoked a file of keys that are never accepted
   * @param byInventory whether the inventory names the user's file; else the ssh config, or ssh
   */
  public record Files(
      List<Path> users, List<Path> global, Optional<Path> revoked, boolean byInventory) {
    public Files {
      users = List.copyOf(users);
      global = List.copyOf(global);
    }
  }

  /** The known hosts files of the user; a new key is added to the first. */
  public List<Path> files() {
    return named.users();
  }

  /** The name that the certificates of a server are for. */
  String principal(Endpoint endpoint) {
    return alias.orElseGet(() -> endpoint.host().toLowerCase(Locale.ROOT));
  }

  /** The name that known hosts files have a server under. */
  String nameOf(Endpoint endpoint) {
    return alias.orElseGet(
        () -> {
          String host = endpoint.host().toLowerCase(Locale.ROOT);
          return endpoint.port() == Endpoint.DEFAULT_PORT
              ? host
              : "[" + host + "]:" + endpoint.port();
        });
  }
}
