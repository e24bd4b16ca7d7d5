package io.walterfleet.ssh.hostkey;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what a server shows, in the order of OpenSSH.
 *
 * <ol>
 *   <li>An RSA key that is shorter than {@code RequiredRSASize} is refused.
 *   <li>A key that {@code RevokedHostKeys} or a known hosts line for the server revokes is refused;
 *       so is a certificate whose authority is revoked there.
 *   <li>A certificate is taken if the files name its authority for the server, and it is for the
 *       server and valid. Else its key is judged as if it had come alone.
 *   <li>With a pin, the key must have its fingerprint; nothing else counts.
 *   <li>A key that the files have for the server is known; if they have others, it is refused.
 *   <li>If they have none for the name with its port, what they have for the name alone counts.
 * </ol>
 *
 * @param named what is known under the name with its port
 * @param bare what is known under the name alone, where there is a port
 */
record HostKeyJudge(
    Endpoint endpoint,
    HostKeyPolicy hostKeyPolicy,
    Knowledge named,
    Knowledge bare,
    RevokedKeys revoked) {

  /** What comes of it. */
  sealed interface Verdict {
    /** It is the server. */
    record Known() implements Verdict {}

    /** Nothing is known of it; the words of a certificate that was not taken come along. */
    record New(Optional<String> rejected) implements Verdict {}

    /** It must not be talked to. */
    record Refused(RemoteException why) implements Verdict {}
  }

  /** Judges a certificate; {@code New} means that its key is to be judged alone. */
  Verdict of(HostCertificate certificate, Instant now) {
    HostKeyRefusals refusals = new HostKeyRefusals(endpoint, hostKeyPolicy, certificate.key());
    if (isShort(certificate.key())) {
      return new Verdict.Refused(refusals.tooShort());
    }
    String shown = certificate.shown();
    List<PublicKeyBlob> parts = List.of(certificate.key(), certificate.authority());
    for (PublicKeyBlob part : parts) {
      List<String> places = revocations(part, named);
      if (!places.isEmpty()) {
        return new Verdict.Refused(refusals.revoked(part, places));
      }
    }
    PublicKeyBlob authority = certificate.authority();
    if (!named.has(Marker.AUTHORITY, authority)) {
      if (!bare.has(Marker.AUTHORITY, authority)) {
        return rejected(shown + " is of no authority that is known: " + authority.shown());
      }
      for (PublicKeyBlob part : parts) {
        List<String> places = bare.places(Marker.REVOKED, part);
        if (!places.isEmpty()) {
          return rejected(shown + " has a revoked key: " + part.shown() + " at " + places.get(0));
        }
      }
    }
    return certificate
        .against(hostKeyPolicy.principal(endpoint), now, hostKeyPolicy.strength().signatures())
        .<Verdict>map(why -> rejected(shown + " " + why))
        .orElseGet(Verdict.Known::new);
  }

  /** Judges a key that stands for itself. */
  Verdict of(PublicKeyBlob key) {
    HostKeyRefusals refusals = new HostKeyRefusals(endpoint, hostKeyPolicy, key);
    if (isShort(key)) {
      return new Verdict.Refused(refusals.tooShort());
    }
    List<String> places = revocations(key, named);
    if (!places.isEmpty()) {
      return new Verdict.Refused(refusals.revoked(key, places));
    }
    if (hostKeyPolicy.pin().isPresent()) {
      return ofPinned(key, refusals);
    }
    if (named.has(Marker.HOST, key)) {
      return new Verdict.Known();
    }
    List<KnownKey> others = named.of(Marker.HOST);
    if (!others.isEmpty()) {
      return new Verdict.Refused(refusals.changed(others));
    }
    List<String> revocations = bare.places(Marker.REVOKED, key);
    if (!revocations.isEmpty()) {
      return new Verdict.Refused(refusals.revoked(key, revocations));
    }
    return bare.has(Marker.HOST, key) ? new Verdict.Known() : new Verdict.New(Optional.empty());
  }

  private Verdict ofPinned(PublicKeyBlob key, HostKeyRefusals refusals) {
    List<String> places = bare.places(Marker.REVOKED, key);
    if (!places.isEmpty()) {
      return new Verdict.Refused(refusals.revoked(key, places));
    }
    return hostKeyPolicy
        .pin()
        .filter(pin -> !pin.equals(key.fingerprint()))
        .<Verdict>map(pin -> new Verdict.Refused(refusals.notPinned(pin)))
        .orElseGet(Verdict.Known::new);
  }

  private boolean isShort(PublicKeyBlob key) {
    return key.rsaBits().orElse(Integer.MAX_VALUE) < hostKeyPolicy.strength().rsaBits();
  }

  private static Verdict rejected(String why) {
    return new Verdict.New(Optional.of(why));
  }

  private List<String> revocations(PublicKeyBlob key, Knowledge knowledge) {
    List<String> places = new ArrayList<>(knowledge.places(Marker.REVOKED, key));
    revoked.place(key).ifPresent(places::add);
    return places;
  }
}
