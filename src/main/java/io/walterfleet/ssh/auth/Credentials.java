package io.walterfleet.ssh.auth;

import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Offer;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The keys that we may log in with.
 *
 * @param files private keys, in the order in which they are tried
 * @param certificates certificates beside the ones that stand next to their key
 * @param agent the agent's socket
 * @param only nothing that the agent holds beyond the files
 * @param limits which keys the ssh config does not want, or wants and does not get
 */
public record Credentials(
    List<Path> files, List<Path> certificates, Optional<Path> agent, boolean only, Limits limits) {
  /**
   * What an ssh config says of keys beyond where they are.
   *
   * @param rsaBits RSA keys with fewer are not tried
   * @param types the types of keys and certificates that may be tried
   * @param token the library of a PKCS#11 token, whose keys are not read
   */
  public record Limits(int rsaBits, Set<String> types, Optional<Path> token) {
    /** As ssh has it without a config. */
    public static final Limits USUAL = of(Algorithms.SHORTEST_RSA, Offer.OURS, Optional.empty());

    public Limits {
      types = Set.copyOf(types);
    }

    public static Limits of(int rsaBits, Offer offer, Optional<Path> token) {
      return new Limits(
          rsaBits,
          Algorithms.LOGIN_KEYS.of(offer).stream()
              .map(Algorithms::typeOf)
              .collect(Collectors.toSet()),
          token);
    }

    /** Why a key is not tried; empty when it may be. */
    String against(PublicKeyBlob key) {
      if (key.rsaBits().orElse(rsaBits) < rsaBits) {
        return "it has fewer bits than RequiredRSASize " + rsaBits;
      }
      return types.contains(key.type())
          ? ""
          : "its type " + key.type() + " is none of PubkeyAcceptedAlgorithms";
    }
  }

  public Credentials {
    files = List.copyOf(files);
    certificates = List.copyOf(certificates);
  }

  /** The same, with another file before all others. */
  public Credentials withFirst(Path file) {
    List<Path> all = new ArrayList<>(List.of(file));
    files.stream().filter(other -> !other.equals(file)).forEach(all::add);
    return new Credentials(all, certificates, agent, only, limits);
  }
}
