package io.walterfleet.ssh.hostkey;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Whether a new host key may be recorded: in which file, and under which name.
 *
 * <p>Whoever writes the inventory chooses the file, the names of the servers and, with a server of
 * his own, the key. A line of these three is also one of an {@code authorized_keys}, and a command
 * to a shell. So a file that he names is added to only if that is a name for one, also where a link
 * leads; and any file only if it has nothing but lines of one.
 */
final class Recordable {
  private static final Pattern FILE =
      Pattern.compile("(?i).*known.*|(?!hosts\\.(?:allow|deny|equiv)|\\.).*hosts.*");
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:%-]*|\\[[A-Za-z0-9_:][A-Za-z0-9_.:%-]*]:\\d{1,5}");

  private Recordable() {}

  /** A key may not be recorded there; the message says why. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
      super(reason);
    }
  }

  /**
   * Looks at the name to be written and at those of the file, before anything is made.
   *
   * @param names what the file is called, also where a link leads
   */
  static void check(List<Path> names, String name, boolean byInventory) throws RefusedException {
    if (!NAME.matcher(name).matches()) {
      throw new RefusedException("the server's name has a character that no name can have");
    }
    for (Path each : byInventory ? names : List.<Path>of()) {
      if (!FILE.matcher(String.valueOf(each.getFileName())).matches()) {
        throw new RefusedException(
            each + " is not named like a known hosts file, with 'known' or 'hosts' in its name");
      }
    }
  }

  /** Looks at what the file has. */
  static void check(Path file, KnownHostsFile content) throws RefusedException {
    OptionalInt strange = content.firstStrangeLine();
    if (strange.isPresent()) {
      throw new RefusedException(
          "line " + strange.getAsInt() + " of " + file + " is not one of a known hosts file");
    }
  }
}
