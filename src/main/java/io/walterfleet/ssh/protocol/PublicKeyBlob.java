package io.walterfleet.ssh.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A public key, or a certificate, as SSH sends it.
 *
 * @param base64 its bytes in Base64, as in a known hosts file
 */
public record PublicKeyBlob(String base64) {
  /** What names of types are made of; anything else a server made up. */
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._-]{0,63}");

  /** The key of these bytes. */
  public static PublicKeyBlob of(byte[] bytes) {
    return new PublicKeyBlob(Base64.getEncoder().encodeToString(bytes));
  }

  /** Its bytes, as SSH sends them. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  /** The type that stands at its begin, such as {@code ssh-ed25519}, or {@code unknown}. */
  public String type() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes());
    int length = buffer.remaining() < 4 ? 0 : buffer.getInt();
    if (length <= 0 || length > buffer.remaining()) {
      return "unknown";
    }
    byte[] name = new byte[length];
    buffer.get(name);
    String type = new String(name, StandardCharsets.US_ASCII);
    return TYPE.matcher(type).matches() ? type : "unknown";
  }

  /** The length of an RSA key, also in a certificate; nothing of keys of other types. */
  public OptionalInt rsaBits() {
    String type = type();
    boolean certified = type.equals("ssh-rsa-cert-v01@openssh.com");
    if (!type.equals("ssh-rsa") && !certified) {
      return OptionalInt.empty();
    }
    try {
      Fields fields = new Fields(bytes());
      for (int skipped = certified ? 3 : 2; skipped > 0; skipped--) {
        fields.next(); // the type, a certificate's nonce, the exponent
      }
      return OptionalInt.of(new BigInteger(1, fields.next()).bitLength());
    } catch (IllegalArgumentException e) {
      return OptionalInt.of(0);
    }
  }

  /** The fingerprint as {@code ssh-keygen -l} shows it. */
  public String fingerprint() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes());
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Whether this is a certificate of a key: after its type and its nonce come the key's own fields
   * (OpenSSH's PROTOCOL.certkeys).
   */
  public boolean certifies(PublicKeyBlob key) {
    if (!type().equals(key.type().replace("@openssh.com", "") + "-cert-v01@openssh.com")) {
      return false;
    }
    byte[] fields = key.bytes();
    int start = afterField(fields, 0);
    byte[] certificate = bytes();
    int nonceEnd = afterField(certificate, afterField(certificate, 0));
    int end = nonceEnd + fields.length - start;
    return end <= certificate.length
        && Arrays.equals(fields, start, fields.length, certificate, nonceEnd, end);
  }

  private static int afterField(byte[] bytes, int at) {
    if (at < 0 || at + 4 > bytes.length) {
      return bytes.length;
    }
    int length = ByteBuffer.wrap(bytes, at, 4).getInt();
    return length < 0 || length > bytes.length - at - 4 ? bytes.length : at + 4 + length;
  }

  /** How messages name it. */
  public String shown() {
    return fingerprint() + " (" + type() + ")";
  }
}
