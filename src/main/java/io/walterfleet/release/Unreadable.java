package io.walterfleet.release;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** Says why a file of this computer could not be read. */
final class Unreadable {
  private Unreadable() {}

  static ReleaseException file(String what, Location.File file, IOException failure) {
    String why = "reading it failed";
    if (failure instanceof NoSuchFileException) {
      why = "there is no such file";
    } else if (failure instanceof AccessDeniedException) {
      why = "permission denied";
    } else if (Files.isDirectory(file.path())) {
      why = "it is a directory";
    }
    return new ReleaseException(
        "could not read " + what + " from " + file + ": " + why,
        "check the path and who may read it");
  }
}
