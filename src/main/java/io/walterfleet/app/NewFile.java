package io.walterfleet.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that did not exist before: in a directory that others may write to, a link may lie in wait
 * under the name of one. Nobody but their owner can change them, whatever the umask.
 */
enum NewFile {
  /** For the owner alone. */
  PRIVATE("rw-------"),
  /** Others may read it, as far as the umask lets them. */
  READABLE("rw-r--r--");

  private final String mode;

  NewFile(String mode) {
    this.mode = mode;
  }

  /** Makes it; whatever had the name is removed, and a link is not followed. */
  OutputStream open(Path path) throws IOException {
    Files.deleteIfExists(path);
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return Channels.newOutputStream(Files.newByteChannel(path, options, attribute()));
  }

  private FileAttribute<?> attribute() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }

  /** Makes it, and writes a text to it. */
  void write(Path path, String text) throws IOException {
    try (OutputStream out = open(path)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
