package io.walterfleet.ssh.hostkey;

import static java.util.stream.Collectors.joining;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is said when the host key of a server is refused. */
record HostKeyRefusals(Endpoint endpoint, HostKeyPolicy hostKeyPolicy, PublicKeyBlob key) {
  /** A line of an RSA key of 16384 bits, the longest that OpenSSH takes, has 2,760. */
  private static final int LONGEST_LINE = 3000;

  private static final int MOST_PLACES = 5;

  /** It, or the authority of its certificate, is one that must never be accepted. */
  RemoteException revoked(PublicKeyBlob part, List<String> places) {
    String what =
        part.equals(key) ? " is revoked: " : " has a certificate of a revoked authority: ";
    return changed(
        what + part.shown() + " at " + some(places),
        "replace the key of the server; nothing was sent to it");
  }

  /** It is an RSA key that has too few bits to be believed. */
  RemoteException tooShort() {
    return changed(
        " is too short: "
            + key.shown()
            + " has "
            + key.rsaBits().orElse(0)
            + " bits, and RequiredRSASize is "
            + hostKeyPolicy.strength().rsaBits(),
        "make a new host key on the machine (ssh-keygen -A makes an ed25519 key); nothing was sent"
            + " to it");
  }

  /** The key is not the one that the inventory pins. */
  RemoteException notPinned(String pin) {
    return changed(
        " is " + key.shown() + ", but the inventory pins " + pin,
        "find out why on the machine's console (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub); if the"
            + " new key is right, put its fingerprint into ssh.hostKey");
  }

  /** Other keys are known for the server. */
  RemoteException changed(List<KnownKey> known) {
    String others =
        some(known.stream().map(line -> line.key().shown() + " at " + line.place()).toList());
    return changed(
        " is not the known one: it shows " + key.shown() + ", known is " + others,
        "if the machine was reinstalled, compare the fingerprint on its console and run: "
            + "ssh-keygen -f '"
            + known.get(0).file()
            + "' -R '"
            + hostKeyPolicy.nameOf(endpoint)
            + "'; otherwise someone may be listening in; nothing was sent to it");
  }

  /**
   * No key is known for the server.
   *
   * @param rejected what was wrong with the certificate that it showed
   */
  RemoteException unknown(Optional<String> rejected) {
    return new RemoteException(
        Kind.HOST_KEY_UNKNOWN,
        "the host key of "
            + endpoint.shown()
            + " is not known: it shows "
            + key.shown()
            + ", and there is no line for '"
            + hostKeyPolicy.nameOf(endpoint)
            + "' in "
            + hostKeyPolicy.files().stream().map(String::valueOf).collect(joining(", "))
            + rejected.map(why -> "; its " + why).orElse(""),
        "compare the fingerprint on the machine's console, then " + taken());
  }

  private RemoteException changed(String what, String fix) {
    return new RemoteException(
        Kind.HOST_KEY_CHANGED, "the host key of " + endpoint.shown() + what, fix);
  }

  /** How the key is taken; a key that nobody would paste is named by its fingerprint alone. */
  private String taken() {
    String line = hostKeyPolicy.nameOf(endpoint) + " " + key.type() + " " + key.base64();
    String pin = "set ssh.hostKey: \"" + key.fingerprint() + "\"";
    return line.length() > LONGEST_LINE
        ? pin
        : "add the line: " + line + " (or " + pin + ", or ssh.hostKeys: accept-new)";
  }

  private static String some(List<String> places) {
    int more = places.size() - MOST_PLACES;
    return places.stream().limit(MOST_PLACES).collect(joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** A known hosts file could not be read or added to. */
  static RemoteException unreadable(HostKeyPolicy hostKeyPolicy, IOException cause) {
    if (cause instanceof Recordable.RefusedException refused) {
      return new RemoteException(
          Kind.SETTINGS,
          "a new host key is not recorded: "
              + refused.getMessage()
              + " (nothing was written to it)",
          "name a known hosts file, such as known_hosts, in ssh.knownHostsFile",
          cause);
    }
    return new RemoteException(
        Kind.SETTINGS,
        "the known hosts files cannot be read or written: "
            + hostKeyPolicy.files().stream().map(String::valueOf).collect(joining(", "))
            + Failures.reason(cause),
        "check their owner and mode, or name another file in ssh.knownHostsFile",
        cause);
  }
}
