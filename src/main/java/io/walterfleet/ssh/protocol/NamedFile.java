package io.walterfleet.ssh.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of keys or settings that an inventory or an ssh config names, which may be anything: a
 * device gives bytes without end, and whoever opens a pipe may wait for ever.
 */
public final class NamedFile {
  /** Far more than any such file has. */
  private static final int LONGEST = 32 << 20;

  private static final Path NOTHING = Path.of("/dev/null");

  private NamedFile() {}

  /**
   * All that the file holds.
   *
   * @throws IOException when it cannot be read, is no plain file, or is longer than any that is
   *     meant
   */
  public static byte[] bytes(Path path) throws IOException {
    boolean isPlain = Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
    if (!isPlain && !path.toRealPath().equals(NOTHING)) {
      throw new FileSystemException(path.toString(), null, "it is no plain file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new FileSystemException(path.toString(), null, "it is too long");
      }
      return bytes;
    }
  }

  /** The same as text. */
  public static String text(Path path, Charset charset) throws IOException {
    return new String(bytes(path), charset);
  }
}
