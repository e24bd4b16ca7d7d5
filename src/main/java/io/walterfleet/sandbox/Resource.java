package io.walterfleet.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that comes with this package. */
record Resource(String name) {
  /** Its bytes; a resource that is missing is a broken build. */
  byte[] bytes() {
    try (InputStream in = Resource.class.getResourceAsStream("/sandbox/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the resource sandbox/" + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program that runs a script, by the script's first line, where this computer lacks it. */
  static Optional<Path> missing(String script) {
    return script
        .lines()
        .limit(1)
        .map(line -> Path.of(line.replaceFirst("^#!", "").replaceFirst(" .*", "")))
        .filter(program -> !Files.isExecutable(program))
        .findFirst();
  }

  /** Its text. */
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
