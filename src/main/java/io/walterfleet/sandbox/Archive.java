package io.walterfleet.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A small tar.gz, made in memory (POSIX ustar); names up to 100 bytes, files up to a few megabytes.
 */
final class Archive {
  private static final int BLOCK = 512;
  private static final int CHECKSUM_AT = 148;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  /** Adds a directory. */
  Archive directory(String name) {
    header(name + "/", 0755, 0, '5');
    return this;
  }

  /** Adds a file. */
  Archive file(String name, int mode, byte[] content) {
    header(name, mode, content.length, '0');
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    return this;
  }

  /** The whole, closed and compressed. */
  byte[] bytes() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(whole)) {
      tar.writeTo(out);
      out.write(new byte[2 * BLOCK]);
    }
    return whole.toByteArray();
  }

  private void header(String name, int mode, int size, char type) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, octal(mode, 7));
    put(block, 108, octal(0, 7));
    put(block, 116, octal(0, 7));
    put(block, 124, octal(size, 11));
    put(block, 136, octal(0, 11));
    put(block, CHECKSUM_AT, " ".repeat(8));
    block[156] = (byte) type;
    put(block, 257, "ustar");
    put(block, 263, "00");
    int sum = 0;
    for (byte one : block) {
      sum += one & 0xff;
    }
    put(block, CHECKSUM_AT, octal(sum, 6) + "\0 ");
    tar.writeBytes(block);
  }

  private static String octal(int value, int digits) {
    String text = Integer.toOctalString(value);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
