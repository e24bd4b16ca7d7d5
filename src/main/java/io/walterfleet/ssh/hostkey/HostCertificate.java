package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.Fields;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a certificate says (OpenSSH's PROTOCOL.certkeys); its signature is verified by the library.
 *
 * @param key the key that it is about
 * @param term when it is valid
 * @param authority who signed it
 * @param signature the algorithm that it is signed with
 */
record HostCertificate(
    PublicKeyBlob key, Holder holder, Term term, PublicKeyBlob authority, String signature) {
  private static final String SUFFIX = "-cert-v01@openssh.com";
  private static final int FOR_HOSTS = 2;

  /** How many fields a key of a type has behind that. */
  private static final Map<String, Integer> FIELDS =
      Map.of(
          "ssh-ed25519", 1,
          "ssh-rsa", 2,
          "ecdsa-sha2-nistp256", 2,
          "ecdsa-sha2-nistp384", 2,
          "ecdsa-sha2-nistp521", 2);

  /**
   * Whom it is for.
   *
   * @param forHosts false for a certificate of a user
   * @param id what the authority called it
   * @param names the hosts; none means any
   * @param plain false where it has conditions that OpenSSH knows none of for hosts
   */
  record Holder(boolean forHosts, String id, List<String> names, boolean plain) {
    Holder {
      names = List.copyOf(names);
    }
  }

  /**
   * A time in seconds since 1970, both without a sign.
   *
   * @param after the first second
   * @param before the first second behind it
   */
  record Term(long after, long before) {
    /** Why it is not valid now; nothing when it is. */
    Optional<String> against(Instant now) {
      long second = now.getEpochSecond();
      if (Long.compareUnsigned(second, after) < 0) {
        return Optional.of("is not valid before " + shown(after));
      }
      return Long.compareUnsigned(second, before) < 0
          ? Optional.empty()
          : Optional.of("expired at " + shown(before));
    }

    private static String shown(long second) {
      return second < 0 || second > Instant.MAX.getEpochSecond()
          ? "the end of time"
          : Instant.ofEpochSecond(second).toString();
    }
  }

  /** Whether the bytes are said to be a certificate. */
  static boolean isOne(PublicKeyBlob blob) {
    return blob.type().endsWith(SUFFIX);
  }

  /** Reads a certificate; nothing where the bytes are none of a type that we ask for. */
  static Optional<HostCertificate> of(PublicKeyBlob blob) {
    String type = blob.type();
    String plain = type.endsWith(SUFFIX) ? type.replace(SUFFIX, "") : "";
    if (!FIELDS.containsKey(plain)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(plain, new Fields(blob.bytes())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static HostCertificate read(String type, Fields fields) {
    fields.next(); // the certificate's type
    fields.next(); // the nonce
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    put(key, type.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < FIELDS.getOrDefault(type, 0); i++) {
      put(key, fields.next());
    }
    fields.longNumber(); // the serial number
    boolean forHosts = fields.number() == FOR_HOSTS;
    String id = fields.text();
    List<String> names = fields.texts();
    Term term = new Term(fields.longNumber(), fields.longNumber());
    boolean plain = fields.next().length == 0;
    fields.next(); // extensions, which bind nobody
    fields.next(); // reserved
    PublicKeyBlob authority = PublicKeyBlob.of(fields.next());
    new Fields(authority.bytes()).strings();
    Fields signed = new Fields(fields.next());
    String signature = signed.text();
    signed.strings();
    Holder holder = new Holder(forHosts, id, names, plain);
    return new HostCertificate(
        PublicKeyBlob.of(key.toByteArray()), holder, term, authority, signature);
  }

  /**
   * Why it does not speak for a host; nothing when it does.
   *
   * @param signatures what authorities may sign with
   */
  Optional<String> against(String host, Instant now, List<String> signatures) {
    if (!holder.forHosts()) {
      return Optional.of("is one of a user");
    }
    if (term.against(now).isPresent()) {
      return term.against(now);
    }
    if (!holder.names().isEmpty() && !holder.names().contains(host)) {
      return Optional.of("is for other hosts: " + Failures.tidy(String.join(", ", holder.names())));
    }
    if (!holder.plain()) {
      return Optional.of("has conditions that are not known");
    }
    return signatures.contains(signature)
        ? Optional.empty()
        : Optional.of(
            "is signed by "
                + Failures.tidy(signature)
                + ", which is none of CASignatureAlgorithms: "
                + String.join(", ", signatures));
  }

  /** How messages name it. */
  String shown() {
    return "certificate '" + Failures.tidy(holder.id()) + "'";
  }

  private static void put(ByteArrayOutputStream out, byte[] field) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    out.writeBytes(field);
  }
}
