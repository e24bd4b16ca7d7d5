package io.walterfleet.ssh.auth;

import com.jcraft.jsch.Identity;
import io.walterfleet.ssh.protocol.PublicKeyBlob;

/** A key, or a certificate with its key, that a login is tried with. */
final class LoginKey implements Identity {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  private final String name;
  private final PublicKeyBlob blob;
  private final KeySigner signer;

  /**
   * A key.
   *
   * @param name how messages name it
   * @param blob the public key, or the certificate
   */
  LoginKey(String name, PublicKeyBlob blob, KeySigner signer) {
    this.name = name;
    this.blob = blob;
    this.signer = signer;
  }

  /** The same key, shown with a certificate. */
  LoginKey with(String certificateName, PublicKeyBlob certificate) {
    return new LoginKey(certificateName, certificate, signer);
  }

  PublicKeyBlob blob() {
    return blob;
  }

  /** Whether it is in a security key, which signs when it is touched. */
  boolean needsHands() {
    return blob.type().startsWith("sk-");
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getAlgName() {
    return blob.type();
  }

  @Override
  public byte[] getPublicKeyBlob() {
    return blob.bytes();
  }

  @Override
  public byte[] getSignature(byte[] data) {
    return getSignature(data, blob.type());
  }

  @Override
  @SuppressWarnings("NullAway") // null tells the library to go on with the next key
  public byte[] getSignature(byte[] data, String algorithm) {
    byte[] signature = signer.sign(data, algorithm.replace(CERTIFICATE, ""));
    return signature.length == 0 ? null : signature;
  }

  @Override
  public boolean setPassphrase(byte[] passphrase) {
    return true;
  }

  @Override
  public boolean isEncrypted() {
    return false;
  }

  @Override
  public void clear() {
    // shared by all sessions of the run
  }
}
