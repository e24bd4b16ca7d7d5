package io.walterfleet.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
final class Algorithms {
  static final String KEY_EXCHANGES =
      "mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,"
          + "ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
          + "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,"
          + "diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
  static final String CIPHERS =
      "chacha20-poly1305@openssh.com,aes128-ctr,aes256-ctr,aes192-ctr,aes128-gcm@openssh.com,"
          + "aes256-gcm@openssh.com";
  static final String MACS =
      "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
  private static final List<String> HOST_KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256");

  /** The keys in a security key sign by way of an agent only, and hosts have none. */
  private static final List<String> LOGIN_KEYS =
      Stream.concat(
              HOST_KEYS.stream(),
              Stream.of("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"))
          .toList();

  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  private static final Map<String, String> COMMON =
      Map.ofEntries(
          Map.entry("kex", KEY_EXCHANGES),
          Map.entry("cipher.c2s", CIPHERS),
          Map.entry("cipher.s2c", CIPHERS),
          Map.entry("mac.c2s", MACS),
          Map.entry("mac.s2c", MACS),
          Map.entry("compression.c2s", "none"),
          Map.entry("compression.s2c", "none"),
          Map.entry("PubkeyAcceptedAlgorithms", withCertificates(LOGIN_KEYS)),
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
          "mlkem768", "com.jcraft.jsch.bc.MLKEM768");

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
  static void offer(Session session, Set<String> knownTypes, boolean certificates) {
    COMMON.forEach(session::setConfig);
    session.setConfig("server_host_key", hostKeys(knownTypes, certificates));
  }

  static String hostKeys(Set<String> knownTypes, boolean certificates) {
    List<String> offered = new ArrayList<>();
    if (certificates) {
      HOST_KEYS.forEach(algorithm -> offered.add(algorithm + CERTIFICATE));
    }
    HOST_KEYS.stream().filter(name -> knownTypes.contains(typeOf(name))).forEach(offered::add);
    HOST_KEYS.stream().filter(name -> !offered.contains(name)).forEach(offered::add);
    return String.join(",", offered);
  }

  private static String typeOf(String algorithm) {
    return algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
  }

  private static String withCertificates(List<String> algorithms) {
    List<String> all = new ArrayList<>();
    algorithms.forEach(name -> all.add(name.replace("@openssh.com", "") + CERTIFICATE));
    all.addAll(algorithms);
    return String.join(",", all);
  }
}
