package io.walterfleet.ssh.hostkey;

import io.walterfleet.ssh.protocol.KeyForm;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.nio.file.Path;
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

  /**
   * What a line says, as ssh reads it; nothing for comments and for what ssh, too, would skip. A
   * marker ends at the first space of the line, and at a tab only where the line has no space.
   */
  static Optional<KnownKey> parse(String text, Path file, int line) {
    String rest = withoutBlanks(text);
    Optional<Marker> marker = Optional.of(Marker.HOST);
    if (rest.startsWith("@")) {
      int end = rest.indexOf(' ') >= 0 ? rest.indexOf(' ') : rest.indexOf('\t');
      marker = Marker.of(rest.substring(0, Math.max(0, end)));
      rest = withoutBlanks(rest.substring(Math.max(0, end)));
    }
    String[] words = rest.split("[ \t]+", 4);
    boolean comment = rest.startsWith("#") || (words.length > 1 && words[1].startsWith("#"));
    if (marker.isEmpty() || comment || words.length < 3 || rest.startsWith("@")) {
      return Optional.empty();
    }
    Marker known = marker.get();
    return KeyForm.read(words[1], words[2])
        .flatMap(
            key ->
                HostNames.parse(words[0])
                    .map(names -> new KnownKey(known, names, key, file, line)));
  }

  /** A line without the blanks at its begin. */
  static String withoutBlanks(String text) {
    return text.replaceFirst("^[ \t]+", "");
  }

  /** Where it stands. */
  String place() {
    return file + ":" + line;
  }
}
