package io.walterfleet.fleet;

import java.util.Arrays;
import java.util.Optional;

/** How a Walter install is published (WALTER.md, D). */
public enum Mode {
  /** A publicly trusted certificate on ports 80 and 443, no others. */
  PUBLIC_TLS("public-tls"),
  /** A private or self-signed certificate; the HTTPS port may be chosen. */
  INTERNAL_TLS("internal-tls");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  /** The mode that an inventory or a machine calls by this word. */
  public static Optional<Mode> of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
  }

  /** The word for this mode in inventories and on machines. */
  public String word() {
    return word;
  }
}
