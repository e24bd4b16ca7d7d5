package io.walterfleet.ssh.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a key, a certificate or a message as SSH sends them (RFC 4251, section 5).
 *
 * <p>Each method fails with {@link IllegalArgumentException} where the bytes end too early.
 */
public final class Fields {
  private final ByteBuffer bytes;

  /** The fields in these bytes. */
  public Fields(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** The next string of bytes. */
  public byte[] next() {
    int length = number();
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a field is longer than what is left");
    }
    byte[] field = new byte[length];
    bytes.get(field);
    return field;
  }

  /** The next string of text. */
  public String text() {
    return new String(next(), StandardCharsets.UTF_8);
  }

  /** The texts within the next field. */
  public List<String> texts() {
    Fields list = new Fields(next());
    List<String> texts = new ArrayList<>();
    while (!list.isAtEnd()) {
      texts.add(list.text());
    }
    return texts;
  }

  /** Passes over the strings that are left. */
  public void strings() {
    while (!isAtEnd()) {
      next();
    }
  }

  /** The next number of 32 bits. */
  public int number() {
    need(Integer.BYTES);
    return bytes.getInt();
  }

  /** The next number of 64 bits, to be taken without a sign. */
  public long longNumber() {
    need(Long.BYTES);
    return bytes.getLong();
  }

  /** Whether nothing is left. */
  public boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw new IllegalArgumentException("the fields end too early");
    }
  }
}
