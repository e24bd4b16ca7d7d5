package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.protocol.Fields;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.util.Arrays;
import java.util.Optional;

/**
 * The message in which a server shows its host key: the key, its part of the exchange, and the
 * signature (RFC 4253, section 8; RFC 5656, section 4).
 */
final class KeyReply {
  private final byte[] payload;

  private KeyReply(byte[] payload) {
    this.payload = payload;
  }

  /** That of a packet, which begins with the length of its padding and the kind of message. */
  static KeyReply of(byte[] packet) {
    int end = Math.max(2, packet.length - Byte.toUnsignedInt(packet[0]));
    return new KeyReply(Arrays.copyOfRange(packet, 2, end));
  }

  /** True for the two numbers of a group, which come under the same kind. */
  boolean isGroup() {
    try {
      Fields fields = new Fields(payload);
      fields.next();
      fields.next();
      return fields.isAtEnd();
    } catch (IllegalArgumentException tooLong) {
      return false;
    }
  }

  /** The key or certificate; nothing where it has no type. */
  Optional<PublicKeyBlob> key() {
    try {
      PublicKeyBlob key = PublicKeyBlob.of(new Fields(payload).next());
      return key.type().equals("unknown") ? Optional.empty() : Optional.of(key);
    } catch (IllegalArgumentException tooLong) {
      return Optional.empty();
    }
  }

  /** Whether all fields, and those within them, end where the message does. */
  boolean isWhole() {
    try {
      Fields fields = new Fields(payload);
      PublicKeyBlob key = PublicKeyBlob.of(fields.next());
      fields.next();
      new Fields(fields.next()).strings();
      if (HostCertificate.isOne(key)) {
        return HostCertificate.of(key).isPresent();
      }
      new Fields(key.bytes()).strings();
      return true;
    } catch (IllegalArgumentException tooLong) {
      return false;
    }
  }
}
