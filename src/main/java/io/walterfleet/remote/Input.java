package io.walterfleet.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that a remote program reads on its standard input. */
@FunctionalInterface
public interface Input {
  /** Writes all bytes; called once for each run, from the thread of the connection. */
  void writeTo(OutputStream out) throws IOException;

  /** The text in UTF-8. */
  static Input text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return out -> out.write(bytes);
  }

  /** These bytes after the ones of this input. */
  default Input then(Input next) {
    return out -> {
      writeTo(out);
      next.writeTo(out);
    };
  }
}
