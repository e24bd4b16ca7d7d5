package io.walterfleet.ssh.hostkey;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.walterfleet.fleet.HostKeys;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.hostkey.HostKeyJudge.Verdict;
import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks the judge about the host key of one server, and does what he says: a new key is recorded by
 * {@code accept-new}, and refused by {@code strict}.
 *
 * <p>The library asks for the authorities first when a certificate was shown. It is told of one,
 * the certificate's own, if the judge takes the certificate; then it verifies the signature. Else
 * it is told of none, and comes with the key.
 */
public final class HostKeyCheck implements HostKeyRepository {
  private final KnownHosts knownHosts;
  private final HostKeyJudge judge;
  private final Supplier<Optional<PublicKeyBlob>> shown;
  private final InstantSource clock;
  private Optional<RemoteException> refusal = Optional.empty();
  private Optional<String> rejected = Optional.empty();
  private boolean asked;

  /**
   * A check of one login.
   *
   * @param shown what the server has shown on the wire
   */
  public HostKeyCheck(
      KnownHosts knownHosts,
      Endpoint endpoint,
      HostKeyPolicy hostKeyPolicy,
      Supplier<Optional<PublicKeyBlob>> shown,
      InstantSource clock)
      throws RemoteException {
    this.knownHosts = knownHosts;
    this.shown = shown;
    this.clock = clock;
    try {
      this.judge =
          new HostKeyJudge(
              endpoint,
              hostKeyPolicy,
              knownHosts.about(endpoint, hostKeyPolicy),
              knownHosts.withoutPort(endpoint, hostKeyPolicy),
              knownHosts.revoked(hostKeyPolicy));
    } catch (IOException e) {
      throw HostKeyRefusals.unreadable(hostKeyPolicy, e);
    }
  }

  /** Why the key was refused, if it was. */
  public Optional<RemoteException> refusal() {
    return refusal;
  }

  /** What is wrong with a certificate that the library gave up on before it asked. */
  public Optional<RemoteException> unasked() {
    Optional<HostCertificate> certificate = shown.get().flatMap(HostCertificate::of);
    if (asked || certificate.isEmpty()) {
      return Optional.empty();
    }
    HostKeyRefusals refusals =
        new HostKeyRefusals(judge.endpoint(), judge.hostKeyPolicy(), certificate.get().key());
    return judge.of(certificate.get(), clock.instant()) instanceof Verdict.New known
        ? Optional.of(refusals.unknown(known.rejected()))
        : Optional.empty();
  }

  /** Whether the handshake came as far as the host key. */
  public boolean wasAsked() {
    return asked;
  }

  /** The types of the keys that are known for the server. */
  public Set<String> knownTypes() {
    return judge.named().of(Marker.HOST).stream()
        .map(known -> known.key().type())
        .collect(Collectors.toSet());
  }

  /** Whether a certificate could be verified. A pin names one key, so it takes no certificate. */
  public boolean takesCertificates() {
    boolean none =
        judge.named().of(Marker.AUTHORITY).isEmpty() && judge.bare().of(Marker.AUTHORITY).isEmpty();
    return judge.hostKeyPolicy().pin().isEmpty() && !none;
  }

  @Override
  public int check(String host, byte[] bytes) {
    PublicKeyBlob key = PublicKeyBlob.of(bytes);
    asked = true;
    try {
      refusal = refusal.isPresent() ? refusal : refusal(key, judge.of(key));
    } catch (IOException e) {
      refusal = Optional.of(HostKeyRefusals.unreadable(judge.hostKeyPolicy(), e));
    }
    return refusal.isEmpty() ? OK : CHANGED;
  }

  private Optional<RemoteException> refusal(PublicKeyBlob key, Verdict verdict) throws IOException {
    if (verdict instanceof Verdict.Refused refused) {
      return Optional.of(refused.why());
    }
    if (verdict instanceof Verdict.Known) {
      return Optional.empty();
    }
    HostKeyRefusals refusals = new HostKeyRefusals(judge.endpoint(), judge.hostKeyPolicy(), key);
    return judge.hostKeyPolicy().policy() == HostKeys.Policy.ACCEPT_NEW
        ? accept(key, refusals)
        : Optional.of(refusals.unknown(rejected));
  }

  private Optional<RemoteException> accept(PublicKeyBlob key, HostKeyRefusals refusals)
      throws IOException {
    Knowledge now = knownHosts.add(judge.endpoint(), judge.hostKeyPolicy(), key);
    return now.has(Marker.HOST, key)
        ? Optional.empty()
        : Optional.of(refusals.changed(now.of(Marker.HOST)));
  }

  /** The authority of the certificate that the server showed, if that is taken. */
  @Override
  public HostKey[] getHostKey() {
    asked = true;
    Optional<HostCertificate> certificate = shown.get().flatMap(HostCertificate::of);
    if (certificate.isEmpty()) {
      return new HostKey[0];
    }
    Verdict verdict = judge.of(certificate.get(), clock.instant());
    if (verdict instanceof Verdict.Refused refused) {
      refusal = Optional.of(refused.why());
    }
    if (verdict instanceof Verdict.New known) {
      rejected = known.rejected();
    }
    return verdict instanceof Verdict.Known
        ? new HostKey[] {marked(certificate.get().authority())}
        : new HostKey[0];
  }

  private static HostKey marked(PublicKeyBlob authority) {
    try {
      // it was chosen for this server already
      return new HostKey("@cert-authority", "*", HostKey.GUESS, authority.bytes(), "");
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
