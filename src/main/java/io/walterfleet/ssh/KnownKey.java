package io.walterfleet.ssh;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * One line of a known hosts file.
 *
 * @param line counts from 1
 */
record KnownKey(Marker marker, HostNames names, PublicKeyBlob key, Path file, int line) {
  /** What the key is for. */
  enum Marker {
    /** It is the host's key. */
    HOST(""),
    /** It signs the certificates of hosts. */
    AUTHORITY("@cert-authority"),
    /** It must never be accepted. */
    REVOKED("@revoked");

    private final String word;

    Marker(String word) {
      this.word = word;
    }

    private static Optional<Marker> of(String word) {
      for (Marker marker : values()) {
        if (marker != HOST && marker.word.equals(word)) {
          return Optional.of(marker);
        }
      }
      return Optional.empty();
    }
  }

  /** What a line says; nothing for comments and for what ssh, too, would skip. */
  static Optional<KnownKey> parse(String text, Path file, int line) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return Optional.empty();
    }
    String[] words = stripped.split("\\s+", -1);
    Optional<Marker> marker = Marker.of(words[0]);
    int start = marker.isPresent() ? 1 : 0;
    boolean otherMarker = words[0].startsWith("@") && marker.isEmpty();
    if (otherMarker || words.length < start + 3) {
      return Optional.empty();
    }
    return key(words[start + 1], words[start + 2])
        .flatMap(
            key ->
                HostNames.parse(words[start])
                    .map(
                        names -> new KnownKey(marker.orElse(Marker.HOST), names, key, file, line)));
  }

  private static Optional<PublicKeyBlob> key(String type, String base64) {
    try {
      PublicKeyBlob key = PublicKeyBlob.of(Base64.getDecoder().decode(base64));
      return key.type().equals(type) ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
