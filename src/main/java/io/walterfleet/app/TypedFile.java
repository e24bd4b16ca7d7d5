package io.walterfleet.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that is named on the command line to be read; it may be a pipe, or have no end. */
public final class TypedFile {
  /** A plan of a hundred thousand machines is smaller. */
  private static final int LONGEST = 256 << 20;

  private TypedFile() {}

  /** The text of a list of machines. */
  public static String machines(String file) throws IOException, UsageException {
    return text(Path.of(file))
        .orElseThrow(
            () ->
                UsageException.of(
                    file + " is longer than any list of machines",
                    "name a file with machines, or - for standard input"));
  }

  /** Its text; empty when it is longer than any that is meant. */
  static Optional<String> text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      return bytes.length > LONGEST
          ? Optional.empty()
          : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
