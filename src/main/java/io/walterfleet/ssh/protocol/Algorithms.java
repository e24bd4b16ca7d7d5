package io.walterfleet.ssh.protocol;

import static java.util.stream.Collectors.joining;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The algorithms that we offer, best first, and all of them known to exist on this JDK.
 *
 * <p>The library would otherwise try each of its algorithms out once a session, which costs a fifth
 * of a session's processor time. No finite-field Diffie-Hellman comes before the curves: it costs
 * three times the processor time. Of the ciphers, ChaCha20 with Poly1305 comes first, as in
 * OpenSSH: Java's first compiler, which the launcher runs it with, knows neither the processor's
 * instructions for AES nor those for SHA-256 and GHASH, and AES in counter mode with a MAC costs
 * twice, GCM five times as much there. The library keeps its sequence numbers strict wherever the
 * server does.
 *
 * <p>ChaCha20, Curve25519, Ed25519 and ML-KEM are Bouncy Castle's: its curves cost a third of the
 * JDK's, and it has ML-KEM on every JDK, which the JDK itself has from 24 on.
 */
public final class Algorithms {
  /** RSA keys with fewer bits are refused where no config says otherwise, as in ssh. */
  public static final int SHORTEST_RSA = 1024;

  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  /**
   * The algorithms for one purpose.
   *
   * @param keyword the keyword of an ssh config that chooses among them
   * @param ours what is offered where nothing chooses, best first
   * @param more what exists beyond, for servers and configs that know nothing better
   */
  public record Choice(String keyword, List<String> ours, List<String> more) {
    /** What is offered; none where the config wants nothing that exists here. */
    public List<String> of(Offer offer) {
      return offer.of(keyword.toLowerCase(Locale.ROOT), ours, more);
    }

    private String listed(Offer offer) {
      return String.join(",", of(offer));
    }
  }

  public static final Choice KEY_EXCHANGES =
      new Choice(
          "KexAlgorithms",
          List.of(
              "mlkem768x25519-sha256",
              "curve25519-sha256",
              "curve25519-sha256@libssh.org",
              "ecdh-sha2-nistp256",
              "ecdh-sha2-nistp384",
              "ecdh-sha2-nistp521",
              "diffie-hellman-group-exchange-sha256",
              "diffie-hellman-group16-sha512",
              "diffie-hellman-group18-sha512",
              "diffie-hellman-group14-sha256"),
          List.of(
              "sntrup761x25519-sha512",
              "sntrup761x25519-sha512@openssh.com",
              "diffie-hellman-group14-sha1",
              "diffie-hellman-group-exchange-sha1",
              "diffie-hellman-group1-sha1"));
  public static final Choice CIPHERS =
      new Choice(
          "Ciphers",
          List.of(
              "chacha20-poly1305@openssh.com",
              "aes128-ctr",
              "aes256-ctr",
              "aes192-ctr",
              "aes128-gcm@openssh.com",
              "aes256-gcm@openssh.com"),
          List.of("aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"));
  public static final Choice MACS =
      new Choice(
          "MACs",
          List.of(
              "hmac-sha2-256-etm@openssh.com",
              "hmac-sha2-512-etm@openssh.com",
              "hmac-sha2-256",
              "hmac-sha2-512"),
          List.of("hmac-sha1-etm@openssh.com", "hmac-sha1"));
  private static final List<String> KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256");
  static final Choice HOST_KEYS =
      new Choice("HostKeyAlgorithms", withCertificates(KEYS), withCertificates(List.of("ssh-rsa")));

  /** The keys in a security key sign by way of an agent only, and hosts have none. */
  public static final Choice LOGIN_KEYS =
      new Choice(
          "PubkeyAcceptedAlgorithms",
          withCertificates(
              Stream.concat(
                      KEYS.stream(),
                      Stream.of("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"))
                  .toList()),
          withCertificates(List.of("ssh-rsa")));

  /** What the authorities of hosts may sign with. */
  public static final Choice SIGNATURES =
      new Choice("CASignatureAlgorithms", KEYS, List.of("ssh-rsa"));

  public static final List<Choice> ALL =
      List.of(KEY_EXCHANGES, CIPHERS, MACS, HOST_KEYS, LOGIN_KEYS, SIGNATURES);

  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("compression.c2s", "none"),
          Map.entry("compression.s2c", "none"),
          Map.entry("CheckKexes", ""),
          Map.entry("CheckCiphers", ""),
          Map.entry("CheckMacs", ""),
          Map.entry("CheckSignatures", ""),
          // each of these two would cost a round trip
          Map.entry("enable_auth_none", "no"),
          Map.entry("enable_pubkey_auth_query", "no"),
          Map.entry("try_additional_pubkey_algorithms", "no"),
          Map.entry("PreferredAuthentications", "publickey"),
          Map.entry("MaxAuthTries", "20"),
          // any other word than yes, no and ask would switch the check off
          Map.entry("StrictHostKeyChecking", "yes"),
          Map.entry("prefer_known_host_key_types", "no"));

  /** The classes behind some names, for sessions and for keys, which ask the library itself. */
  private static final Map<String, String> CLASSES =
      Map.of(
          "chacha20-poly1305@openssh.com", "com.jcraft.jsch.bc.ChaCha20Poly1305",
          "xdh", "com.jcraft.jsch.bc.XDH",
          "ssh-ed25519", "com.jcraft.jsch.bc.SignatureEd25519",
          "mlkem768", "com.jcraft.jsch.bc.MLKEM768",
          "sntrup761", "com.jcraft.jsch.bc.SNTRUP761");

  static {
    CLASSES.forEach(JSch::setConfig);
  }

  private Algorithms() {}

  /**
   * Sets a session up.
   *
   * @param knownTypes the types of the host keys that are known; they are asked for first, as ssh
   *     does, so that a server with several keys shows the known one
   * @param certificates whether the server may show a certificate
   */
  public static void offer(
      Session session, Offer offer, Set<String> knownTypes, boolean certificates) {
    COMMON.forEach(session::setConfig);
    session.setConfig("kex", KEY_EXCHANGES.listed(offer));
    for (String way : List.of("c2s", "s2c")) {
      session.setConfig("cipher." + way, CIPHERS.listed(offer));
      session.setConfig("mac." + way, MACS.listed(offer));
    }
    session.setConfig("PubkeyAcceptedAlgorithms", LOGIN_KEYS.listed(offer));
    session.setConfig("ca_signature_algorithms", SIGNATURES.listed(offer));
    session.setConfig("server_host_key", hostKeys(offer, knownTypes, certificates));
  }

  /** The purpose for which an offer has no algorithm that exists here. */
  public static Optional<Choice> without(Offer offer) {
    return ALL.stream().filter(choice -> choice.of(offer).isEmpty()).findFirst();
  }

  public static String hostKeys(Offer offer, Set<String> knownTypes, boolean certificates) {
    List<String> wanted = HOST_KEYS.of(offer);
    List<String> offered = new ArrayList<>();
    if (!offer.knownKeysFirst()) {
      offered.addAll(wanted);
    }
    wanted.stream().filter(name -> name.endsWith(CERTIFICATE)).forEach(offered::add);
    wanted.stream().filter(name -> knownTypes.contains(typeOf(name))).forEach(offered::add);
    offered.addAll(wanted);
    return offered.stream()
        .distinct()
        .filter(name -> certificates || !name.endsWith(CERTIFICATE))
        .collect(joining(","));
  }

  /** The type of the keys that an algorithm is for. */
  public static String typeOf(String algorithm) {
    return algorithm.startsWith("rsa-sha2-")
        ? algorithm.replaceFirst("rsa-sha2-(256|512)", "ssh-rsa")
        : algorithm;
  }

  private static List<String> withCertificates(List<String> algorithms) {
    List<String> all = new ArrayList<>();
    algorithms.forEach(name -> all.add(name.replace("@openssh.com", "") + CERTIFICATE));
    all.addAll(algorithms);
    return List.copyOf(all);
  }
}
