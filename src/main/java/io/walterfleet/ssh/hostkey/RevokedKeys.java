package io.walterfleet.ssh.hostkey;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Failures;
import io.walterfleet.ssh.protocol.KeyForm;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of the file that {@code RevokedHostKeys} names: public keys, one a line.
 *
 * @param lines the keys by their place
 */
record RevokedKeys(List<Line> lines) {
  /** Without such a file nothing is revoked. */
  static final RevokedKeys NONE = new RevokedKeys(List.of());

  private static final String BINARY = "SSHKRL\n";

  RevokedKeys {
    lines = List.copyOf(lines);
  }

  /** One key, and where it stands. */
  record Line(PublicKeyBlob key, String place) {}

  /**
   * Reads the text of the file.
   *
   * @throws RemoteException where it cannot be understood: as in ssh, all keys are refused then
   */
  static RevokedKeys of(String text, Path path) throws RemoteException {
    if (text.startsWith(BINARY)) {
      throw refused(path, "it is a binary revocation list (KRL), which is not supported");
    }
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String rest = KnownKey.withoutBlanks(line);
      if (!rest.isEmpty() && !rest.startsWith("#")) {
        lines.add(new Line(key(rest, path, number), path + ":" + number));
      }
    }
    return new RevokedKeys(lines);
  }

  /** The file is absent, or cannot be read: as in ssh, all keys are refused then. */
  static RemoteException unreadable(Path path, IOException cause) {
    return refused(path, "it cannot be read" + Failures.reason(cause));
  }

  /** Where a key is revoked, if it is. */
  Optional<String> place(PublicKeyBlob key) {
    return lines.stream().filter(line -> line.key().equals(key)).map(Line::place).findFirst();
  }

  private static PublicKeyBlob key(String line, Path path, int number) throws RemoteException {
    String[] words = line.split("[ \t]+", 3);
    Optional<PublicKeyBlob> key =
        words.length < 2 ? Optional.empty() : KeyForm.read(words[0], words[1]);
    if (key.isEmpty()) {
      throw refused(path, "line " + number + " is no public key");
    }
    return key.get();
  }

  private static RemoteException refused(Path path, String why) {
    return new RemoteException(
        Kind.SETTINGS,
        "the ssh config has RevokedHostKeys " + path + ", and " + why,
        "mend the file (one public key a line), or RevokedHostKeys in the ssh config");
  }
}
