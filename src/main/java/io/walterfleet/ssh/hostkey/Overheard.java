package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The first bytes of a server, from which the host key of the first key exchange is read: the
 * library shows a certificate to nobody, and believes each length that it is told.
 *
 * <p>Until the new keys are taken into use, packets are plain (RFC 4253, section 6): a length, the
 * length of the padding, the payload.
 */
public final class Overheard {
  private static final int MOST = 64 * 1024;
  private static final int KEY_REPLY = 31;
  private static final int GROUP_KEY_REPLY = 33;
  private static final int NEW_KEYS = 21;
  private static final String MALFORMED = "a field of its key exchange is longer than its message";
  private static final String TOO_MUCH = "it says more than 64 kB before its host key";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private boolean isOver;

  /**
   * Notes what came; what is beyond the first key exchange is let go.
   *
   * @throws ProtocolException where a field of the key exchange is longer than its message, or so
   *     much comes before it that nobody could see it
   */
  public synchronized void note(byte[] from, int start, int count) throws ProtocolException {
    bytes.write(from, start, Math.max(0, Math.min(count, MOST - bytes.size())));
    if (!isOver) {
      Optional<KeyReply> reply = reply();
      isOver = reply.isPresent();
      if (isOver && !reply.get().isWhole()) {
        throw new ProtocolException(MALFORMED);
      }
      if (!isOver && bytes.size() >= MOST) {
        throw new ProtocolException(TOO_MUCH);
      }
    }
  }

  /** The key or certificate that the server showed, if it came as far as that. */
  public synchronized Optional<PublicKeyBlob> hostKey() {
    return reply().flatMap(KeyReply::key);
  }

  private Optional<KeyReply> reply() {
    ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
    return toPackets(rest) ? replyIn(rest) : Optional.empty();
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

  private static Optional<KeyReply> replyIn(ByteBuffer rest) {
    while (rest.remaining() > Integer.BYTES + 1) {
      int length = rest.getInt();
      if (length < 2 || length > rest.remaining()) {
        return Optional.empty();
      }
      byte[] packet = new byte[length];
      rest.get(packet);
      int kind = packet[1];
      if (kind == NEW_KEYS) {
        return Optional.empty();
      }
      KeyReply reply = KeyReply.of(packet);
      if (kind == GROUP_KEY_REPLY || (kind == KEY_REPLY && !reply.isGroup())) {
        return Optional.of(reply);
      }
    }
    return Optional.empty();
  }
}
