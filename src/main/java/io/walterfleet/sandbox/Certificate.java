package io.walterfleet.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A self-signed certificate with a fresh key, such as {@code internal-tls} has.
 *
 * <p>The JDK can read certificates and not make them, so this one is put together by hand, in the
 * order of RFC 5280: version, serial number, algorithm, issuer, validity, subject, key, signature.
 */
record Certificate(KeyPair keys, X509Certificate certificate) {
  private static final int SEQUENCE = 0x30;
  private static final byte[] ECDSA_WITH_SHA256 = hex("300a06082a8648ce3d040302");
  private static final byte[] VERSION_3 = hex("a003020102");

  /** Makes one for a name. */
  static Certificate selfSigned(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] body = body(name, keys.getPublic().getEncoded());
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(body);
      byte[] whole =
          der(SEQUENCE, body, ECDSA_WITH_SHA256, der(0x03, new byte[1], signature.sign()));
      return new Certificate(
          keys,
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(whole)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has EC keys and X.509", e);
    }
  }

  /** TLS for a server that shows this certificate. */
  SSLContext tls() {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(new KeyManager[] {new Shown(this)}, new TrustManager[0], new SecureRandom());
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** Shows it to everybody. A key store in memory would encrypt the key, which takes a while. */
  private static final class Shown extends X509ExtendedKeyManager {
    private static final String ALIAS = "walter";

    private final Certificate certificate;

    Shown(Certificate certificate) {
      this.certificate = certificate;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] type, Principal[] issuers, Socket socket) {
      return "";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return certificate.keys().getPrivate();
    }
  }

  private static byte[] body(String name, byte[] publicKey) {
    byte[] names = der(SEQUENCE, der(0x31, der(SEQUENCE, hex("0603550403"), text(0x0c, name))));
    byte[] validity = der(SEQUENCE, text(0x17, "200101000000Z"), text(0x17, "491231235959Z"));
    return der(
        SEQUENCE,
        VERSION_3,
        der(0x02, BigInteger.ONE.toByteArray()),
        ECDSA_WITH_SHA256,
        names,
        validity,
        names,
        publicKey);
  }

  private static byte[] text(int tag, String value) {
    return der(tag, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Tag, length and value (X.690). */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = value.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int skip = digits[0] == 0 ? 1 : 0;
      out.write(0x80 | (digits.length - skip));
      out.write(digits, skip, digits.length - skip);
    }
    out.writeBytes(value.toByteArray());
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
