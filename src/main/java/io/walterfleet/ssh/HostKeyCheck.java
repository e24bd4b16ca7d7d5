package io.walterfleet.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.KnownHosts.Knowledge;
import io.walterfleet.ssh.KnownKey.Marker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges the host key of one server.
 *
 * <ol>
 *   <li>A key that is marked as revoked is refused.
 *   <li>With a pin, the key must have its fingerprint; nothing else counts.
 *   <li>A key that the known hosts files have for the server is accepted.
 *   <li>If they have other keys for it, it is refused, whatever the policy.
 *   <li>If they have none, {@code accept-new} records it, and {@code strict} refuses it.
 * </ol>
 *
 * <p>Certificates are verified by the library against the authorities that the files name.
 */
final class HostKeyCheck implements HostKeyRepository {
  private final KnownHosts knownHosts;
  private final Endpoint endpoint;
  private final Trust trust;
  private final Knowledge knowledge;
  private Optional<RemoteException> refusal = Optional.empty();
  private boolean asked;

  HostKeyCheck(KnownHosts knownHosts, Destination to) throws RemoteException {
    this.knownHosts = knownHosts;
    this.endpoint = to.endpoint();
    this.trust = to.trust();
    try {
      this.knowledge = knownHosts.about(endpoint, trust);
    } catch (IOException e) {
      throw HostKeyRefusals.unreadable(trust, e);
    }
  }

  /** Why the key was refused, if it was. */
  Optional<RemoteException> refusal() {
    return refusal;
  }

  /** Whether the handshake came as far as the host key. */
  boolean wasAsked() {
    return asked;
  }

  /** The types of the keys that are known for the server. */
  Set<String> knownTypes() {
    return knowledge.of(Marker.HOST).stream()
        .map(known -> known.key().type())
        .collect(Collectors.toSet());
  }

  /** Whether a certificate could be verified. A pin names one key, so it takes no certificate. */
  boolean takesCertificates() {
    return trust.pin().isEmpty() && !knowledge.of(Marker.AUTHORITY).isEmpty();
  }

  @Override
  public int check(String host, byte[] bytes) {
    PublicKeyBlob key = PublicKeyBlob.of(bytes);
    asked = true;
    try {
      refusal = judge(key);
    } catch (IOException e) {
      refusal = Optional.of(HostKeyRefusals.unreadable(trust, e));
    }
    return refusal.isEmpty() ? OK : CHANGED;
  }

  private Optional<RemoteException> judge(PublicKeyBlob key) throws IOException {
    HostKeyRefusals refusals = new HostKeyRefusals(endpoint, trust, key);
    if (knowledge.has(Marker.REVOKED, key)) {
      return Optional.of(refusals.revoked(knowledge.of(Marker.REVOKED)));
    }
    if (trust.pin().isPresent()) {
      return trust.pin().filter(pin -> !pin.equals(key.fingerprint())).map(refusals::notPinned);
    }
    if (knowledge.has(Marker.HOST, key)) {
      return Optional.empty();
    }
    List<KnownKey> others = knowledge.of(Marker.HOST);
    if (!others.isEmpty()) {
      return Optional.of(refusals.changed(others));
    }
    if (knownHosts.isKnownWithoutPort(endpoint, trust, key)) {
      return Optional.empty();
    }
    return trust.policy() == HostKeys.Policy.ACCEPT_NEW
        ? accept(key, refusals)
        : Optional.of(refusals.unknown());
  }

  private Optional<RemoteException> accept(PublicKeyBlob key, HostKeyRefusals refusals)
      throws IOException {
    Knowledge now = knownHosts.add(endpoint, trust, key);
    return now.has(Marker.HOST, key)
        ? Optional.empty()
        : Optional.of(refusals.changed(now.of(Marker.HOST)));
  }

  /** The authorities that may sign for this server, and the revoked keys. */
  @Override
  public HostKey[] getHostKey() {
    asked = true;
    List<HostKey> keys = new ArrayList<>();
    knowledge.of(Marker.AUTHORITY).forEach(known -> keys.add(marked("@cert-authority", known)));
    knowledge.of(Marker.REVOKED).forEach(known -> keys.add(marked("@revoked", known)));
    return keys.toArray(HostKey[]::new);
  }

  private static HostKey marked(String marker, KnownKey known) {
    try {
      // the lines were chosen for this server already
      return new HostKey(marker, "*", HostKey.GUESS, known.key().bytes(), "");
    } catch (JSchException e) {
      throw new IllegalStateException("known keys have a type", e);
    }
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return new HostKey[0];
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return "known hosts";
  }

  @Override
  public void add(HostKey key, UserInfo user) {
    // recorded while it was checked
  }

  @Override
  public void remove(String host, String type) {
    // never
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    // never
  }
}
