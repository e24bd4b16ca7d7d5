package io.walterfleet.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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

  /** Its text. */
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
