package io.walterfleet.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first bytes of a server, from which the host key of the first key exchange is read: the
 * library shows a certificate to nobody.
 *
 * <p>Until the new keys are taken into use, packets are plain (RFC 4253, section 6): a length, the
 * length of the padding, the payload.
 */
final class Overheard {
  private static final int MOST = 64 * 1024;
  private static final int KEY_REPLY = 31;
  private static final int GROUP_KEY_REPLY = 33;
  private static final int NEW_KEYS = 21;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Notes what came; what is beyond the first key exchange is let go. */
  synchronized void note(byte[] from, int start, int count) {
    bytes.write(from, start, Math.max(0, Math.min(count, MOST - bytes.size())));
  }

  /** The key or certificate that the server showed, if it came as far as that. */
  synchronized Optional<PublicKeyBlob> hostKey() {
    ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
    return toPackets(rest) ? keyIn(rest) : Optional.empty();
  }

  /** Passes over the lines that end with the one of the version. */
  private static boolean toPackets(ByteBuffer rest) {
    StringBuilder line = new StringBuilder();
    while (rest.hasRemaining()) {
      char letter = (char) rest.get();
      if (letter == '\n' && line.indexOf("SSH-") == 0) {
        return true;
      }
      line = letter == '\n' ? new StringBuilder() : line.append(letter);
    }
    return false;
  }

  private static Optional<PublicKeyBlob> keyIn(ByteBuffer rest) {
    while (rest.remaining() > Integer.BYTES + 1) {
      int length = rest.getInt();
      if (length < 2 || length > rest.remaining()) {
        return Optional.empty();
      }
      byte[] packet = new byte[length];
      rest.get(packet);
      int kind = packet[1];
      Optional<PublicKeyBlob> key =
          kind == KEY_REPLY || kind == GROUP_KEY_REPLY ? key(packet) : Optional.empty();
      if (key.isPresent() || kind == NEW_KEYS) {
        return key;
      }
    }
    return Optional.empty();
  }

  /** The first field of a payload, where that is a key: a group begins with a number. */
  private static Optional<PublicKeyBlob> key(byte[] packet) {
    try {
      byte[] first = new Fields(Arrays.copyOfRange(packet, 2, packet.length)).next();
      PublicKeyBlob key = PublicKeyBlob.of(first);
      return key.type().equals("unknown") ? Optional.empty() : Optional.of(key);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
