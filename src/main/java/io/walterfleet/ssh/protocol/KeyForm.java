package io.walterfleet.ssh.protocol;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads public keys as they stand in text, as OpenSSH does: what it takes for no key is none.
 *
 * <p>Otherwise a damaged line would count as another key of the host.
 */
public final class KeyForm {
  private static final int ED25519_LENGTH = 32;
  private static final int SHORTEST_RSA = 1024;
  private static final int LONGEST_RSA = 16384;

  private KeyForm() {}

  /** The key of a type and its Base64; nothing where they are no key, or another one. */
  public static Optional<PublicKeyBlob> read(String type, String base64) {
    String text = base64.replaceAll("[\\r\\f\\x0b]+", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      PublicKeyBlob key = PublicKeyBlob.of(bytes);
      return key.base64().equals(text) && isOf(key.type(), type) && isWhole(key.type(), bytes)
          ? Optional.of(key)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(String type, String written) {
    return type.equals(written)
        || (type.equals("ssh-rsa") && written.matches("rsa-sha2-(256|512)"));
  }

  /** Fails with {@link IllegalArgumentException} where the bytes end too early. */
  private static boolean isWhole(String type, byte[] bytes) {
    if (type.endsWith("-cert-v01@openssh.com")) {
      return true; // the library reads it
    }
    Fields fields = new Fields(bytes);
    fields.next();
    boolean whole =
        switch (type) {
          case "ssh-ed25519" -> fields.next().length == ED25519_LENGTH;
          case "sk-ssh-ed25519@openssh.com" ->
              fields.next().length == ED25519_LENGTH && fields.next().length > 0;
          case "ssh-rsa" -> isRsa(fields.next(), fields.next());
          case "ssh-dss" -> skipped(fields, 4);
          case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
              isOnCurve(type.substring("ecdsa-sha2-".length()), fields.text(), fields.next());
          case "sk-ecdsa-sha2-nistp256@openssh.com" ->
              isOnCurve("nistp256", fields.text(), fields.next()) && fields.next().length > 0;
          default -> false;
        };
    return whole && fields.isAtEnd();
  }

  private static boolean skipped(Fields fields, int count) {
    for (int i = 0; i < count; i++) {
      fields.next();
    }
    return true;
  }

  private static boolean isRsa(byte[] exponent, byte[] modulus) {
    BigInteger n = modulus.length == 0 ? BigInteger.ZERO : new BigInteger(modulus);
    boolean positive = n.signum() > 0 && exponent.length > 0 && exponent[0] >= 0;
    return positive && n.bitLength() >= SHORTEST_RSA && n.bitLength() <= LONGEST_RSA;
  }

  /** Whether an uncompressed point lies on the curve that it is said to lie on. */
  private static boolean isOnCurve(String expected, String named, byte[] point) {
    if (!named.equals(expected) || point.length % 2 == 0 || point[0] != 4) {
      return false;
    }
    EllipticCurve curve = curve(named.replace("nistp", "secp") + "r1");
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    int middle = 1 + (point.length - 1) / 2;
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, middle));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, middle, point.length));
    boolean right =
        middle == 1 + (p.bitLength() + 7) / 8 && x.compareTo(p) < 0 && y.compareTo(p) < 0;
    BigInteger cubic = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB());
    return right && y.pow(2).subtract(cubic).mod(p).signum() == 0;
  }

  private static EllipticCurve curve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
