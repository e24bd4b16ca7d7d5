package io.walterfleet.ssh.auth;

/** Signs with a private key, wherever that is. */
@FunctionalInterface
interface KeySigner {
  /**
   * A signature in the form that SSH sends.
   *
   * @param algorithm such as {@code rsa-sha2-512}
   * @return empty when the key could not sign
   */
  byte[] sign(byte[] data, String algorithm);
}
