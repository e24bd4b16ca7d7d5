package io.walterfleet.ssh.auth;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Map;

/**
 * Signs with an RSA key by way of its two primes.
 *
 * <p>The library signs with the modulus and the private exponent alone, which takes the JDK many
 * times as long (src/docs/PERFORMANCE.md).
 */
final class RsaSigner implements KeySigner {
  private static final Map<String, String> NAMES =
      Map.of(
          "rsa-sha2-256", "SHA256withRSA",
          "rsa-sha2-512", "SHA512withRSA",
          "ssh-rsa", "SHA1withRSA"); // only where the ssh config wants it

  private final PrivateKey key;
  private final Runnable whenUsed;

  private RsaSigner(PrivateKey key, Runnable whenUsed) {
    this.key = key;
    this.whenUsed = whenUsed;
  }

  /** A signer with the key that the library has read. */
  static RsaSigner of(KeyPair pair, Runnable whenUsed)
      throws JSchException, GeneralSecurityException {
    // the only form in which the library gives the primes away: the one for an agent
    ByteBuffer fields = ByteBuffer.wrap(pair.forSSHAgent());
    next(fields); // the type
    BigInteger modulus = number(fields);
    BigInteger publicExponent = number(fields);
    BigInteger exponent = number(fields);
    BigInteger coefficient = number(fields);
    BigInteger p = number(fields);
    BigInteger q = number(fields);
    RSAPrivateCrtKeySpec spec =
        new RSAPrivateCrtKeySpec(
            modulus,
            publicExponent,
            exponent,
            p,
            q,
            exponent.mod(p.subtract(BigInteger.ONE)),
            exponent.mod(q.subtract(BigInteger.ONE)),
            coefficient);
    return new RsaSigner(KeyFactory.getInstance("RSA").generatePrivate(spec), whenUsed);
  }

  @Override
  public byte[] sign(byte[] data, String algorithm) {
    String name = NAMES.getOrDefault(algorithm, "");
    if (name.isEmpty()) {
      return new byte[0];
    }
    whenUsed.run();
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(data);
      return wrapped(algorithm, signature.sign());
    } catch (GeneralSecurityException e) {
      return new byte[0];
    }
  }

  /** A signature as RFC 8332 sends it: the algorithm's name, then the bytes. */
  private static byte[] wrapped(String algorithm, byte[] signature) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : new byte[][] {algorithm.getBytes(StandardCharsets.US_ASCII), signature}) {
      out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static BigInteger number(ByteBuffer fields) {
    return new BigInteger(1, next(fields));
  }

  private static byte[] next(ByteBuffer fields) {
    byte[] field = new byte[fields.getInt()];
    fields.get(field);
    return field;
  }
}
