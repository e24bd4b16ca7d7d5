package io.walterfleet.step;

import io.walterfleet.remote.Command;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;

/**
 * Makes of a script and its values what is sent to a machine (the contract is REMOTE.md).
 *
 * <p>A program is functions and, as its last line, the call of {@code main}: one that is cut off on
 * the way does nothing.
 */
final class Programs {
  /** Any login shell reads this alike; the program comes on stdin. */
  private static final String SHELL = "exec sh -s";

  /** With sudo, and the home of the user who logged in. */
  private static final String SUDO_SHELL = "exec sh -c 'exec sudo -n env \"HOME=$HOME\" sh -s'";

  private static final String LAST_LINE = "#walter-fleet-end";

  /**
   * Reads the program line by line up to its last line, for {@code read} takes no byte more, and
   * leaves the rest of stdin to it. Other shells than POSIX ones see one quoted word.
   */
  private static final String LOADER =
      "p=; n=$(printf \"\\nx\"); n=${n%x}; while IFS= read -r l; do "
          + "if [ \"$l\" = \""
          + LAST_LINE
          + "\" ]; then eval \"$p\"; exit; fi; p=\"$p$l$n\"; done; exit 99";

  private final Scripts scripts = new Scripts();

  /** A script that answers between two lines with the nonce, over this connection. */
  Program framed(String script, Variables variables, boolean become) {
    return new Program(become ? SUDO_SHELL : SHELL, Input.text(text(script, variables)));
  }

  /** The same, with bytes that the script reads on its stdin. */
  Program framed(String script, Variables variables, boolean become, Input payload) {
    String shell = become ? "sudo -n env \"HOME=$HOME\" sh -c " : "sh -c ";
    String line =
        become
            ? "exec sh -c " + Command.quoted("exec " + shell + '"' + escaped(LOADER) + '"')
            : "exec " + shell + Command.quoted(LOADER);
    return new Program(line, Input.text(text(script, variables) + LAST_LINE + "\n").then(payload));
  }

  /** A step that runs detached from the connection, started or attached to by {@code run.sh}. */
  Program detached(String script, Variables variables, boolean become) {
    return framed("run.sh", variables.set("program", text(script, variables)), become);
  }

  private String text(String script, Variables variables) {
    return variables.text() + scripts.program(script) + "main\n";
  }

  /** For a word in double quotes. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$");
  }
}
