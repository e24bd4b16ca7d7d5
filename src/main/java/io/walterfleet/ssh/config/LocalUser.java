package io.walterfleet.ssh.config;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The computer that we run on, as far as SSH takes something from it.
 *
 * @param user who runs us; the login name where nothing says another one
 * @param home where {@code ~} leads, and {@code .ssh} is
 * @param agentSocket what {@code SSH_AUTH_SOCK} says
 * @param sshConfig a config file that stands for the user's and the system's, as {@code ssh -F}
 *     takes it; absent means both of these
 */
public record LocalUser(
    String user, Path home, Optional<Path> agentSocket, Optional<Path> sshConfig) {
  /** What Java calls a user who has no account, as in a container that was given a number only. */
  static final String NO_NAME = "?";

  /**
   * A path as the user wrote it, with a leading {@code ~} replaced.
   *
   * @throws RemoteException for the home of another user, which Java cannot look up
   */
  Path path(String written) throws RemoteException {
    if (written.equals("~")) {
      return home;
    }
    if (written.startsWith("~") && !written.startsWith("~/")) {
      throw new RemoteException(
          Kind.SETTINGS,
          "the path '" + written + "' begins at the home of another user, which is not looked up",
          "write the path out, from / on");
    }
    return written.startsWith("~/") ? home.resolve(written.substring(2)) : Path.of(written);
  }
}
