package io.walterfleet.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories that nobody but their owner can look into. */
final class PrivateFolder {
  private PrivateFolder() {}

  /** Makes a new directory, and the ones above it where they are missing. */
  static void create(Path folder) throws IOException {
    Path above = folder.toAbsolutePath().getParent();
    if (above != null && !Files.isDirectory(above)) {
      Files.createDirectories(above, mode());
    }
    Files.createDirectory(folder, mode());
  }

  private static FileAttribute<?> mode() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  }
}
