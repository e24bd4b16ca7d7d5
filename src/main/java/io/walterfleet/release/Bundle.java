package io.walterfleet.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bundle on this computer, verified against the manifest and inspected.
 *
 * @param sha256 64 lower-case hexadecimal digits
 * @param size in bytes
 */
public record Bundle(String sha256, long size, Path path) {
  /** Writes its bytes; many uploads may do so at once, each holding but a small buffer. */
  public void writeTo(OutputStream out) throws IOException {
    Files.copy(path, out);
  }
}
