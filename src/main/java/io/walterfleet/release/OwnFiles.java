package io.walterfleet.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the directory of the cache, for the user alone. */
final class OwnFiles {
  private OwnFiles() {}

  /** Makes the directory, and those above it, where they do not exist. */
  static void make(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  static ReleaseException unwritable(Path cache) {
    return new ReleaseException(
        "could not keep the bundle in " + Sanitizer.of(cache.toString()) + ": writing there failed",
        "check its owner and the free space, or set XDG_CACHE_HOME to another directory");
  }
}
