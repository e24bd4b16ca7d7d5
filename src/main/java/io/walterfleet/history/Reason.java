package io.walterfleet.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Optional;

/** Why a file could not be read or written, in a few words. */
final class Reason {
  private Reason() {}

  static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
      return "something else stands there";
    }
    String said =
        failure instanceof FileSystemException system
            ? Optional.ofNullable(system.getReason()).orElse("it failed")
            : String.valueOf(failure.getMessage());
    return said.toLowerCase(Locale.ROOT);
  }
}
