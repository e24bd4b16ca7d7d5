package io.walterfleet.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Tells directories whose content nobody but this user and root can have made: by {@code sudo -E}
 * and the like, the home is one of somebody else, who would be believed and written for.
 */
final class OwnPlace {
  private static final int ROOT = 0;
  private static final int OTHERS_MAY_WRITE = 0002;
  private static final int STICKY = 01000;

  private OwnPlace() {}

  /** Whether the directory, or where it would be made, and all that it lies in are closed. */
  static boolean isClosed(Path directory) {
    try {
      Path there = directory.toAbsolutePath();
      while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
        there = there.getParent();
      }
      int user = user();
      for (Path one = there.toRealPath(); one != null; one = one.getParent()) {
        if (!isClosed(one, user)) {
          return false;
        }
      }
      return true;
    } catch (IOException | UnsupportedOperationException unseen) {
      return false;
    }
  }

  private static boolean isClosed(Path directory, int user) throws IOException {
    int owner = number(directory, "unix:uid");
    int mode = number(directory, "unix:mode");
    boolean ours = owner == user || owner == ROOT;
    return ours && ((mode & OTHERS_MAY_WRITE) == 0 || (mode & STICKY) != 0);
  }

  /** Java does not tell as whom it runs; a file that it makes does. */
  private static int user() throws IOException {
    Path mine = Files.createTempFile("walter-fleet", "");
    try {
      return number(mine, "unix:uid");
    } finally {
      Files.delete(mine);
    }
  }

  private static int number(Path path, String attribute) throws IOException {
    return (Integer) Files.getAttribute(path, attribute);
  }
}
