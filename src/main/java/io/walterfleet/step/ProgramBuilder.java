package io.walterfleet.step;

import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.ShellQuoting;

/**
 * Makes of a script and its values what is sent to a machine (the contract is REMOTE.md).
 *
 * <p>A program is functions and, as its last line, the call of {@code main}: one that is cut off on
 * the way does nothing.
 */
final class ProgramBuilder {
  /** Any login shell reads this alike; the program comes on stdin. */
  private static final String SHELL = "exec sh -s";

  /** With sudo, which speaks English then, and the home of the user who logged in. */
  private static final String SUDO = "export LC_ALL=C; exec sudo -n env \"HOME=$HOME\"";

  private static final String SUDO_SHELL = "exec sh -c '" + SUDO + " sh -s'";

  /** The same for a program with a payload: the loader is the word after the inner shell's. */
  private static final String SUDO_LOADER = "exec sh -c '" + SUDO + " sh -c \"$0\"' ";

  private static final String LAST_LINE = "#walter-fleet-payload";

  private final ScriptLibrary scriptLibrary = new ScriptLibrary();

  /** A script that answers between two lines with the nonce, over this connection. */
  Program framed(String script, Assignments assignments, boolean become) {
    return Program.script(become ? SUDO_SHELL : SHELL, text(script, assignments));
  }

  /** The same, with bytes that the script reads on its stdin. */
  Program framed(String script, Assignments assignments, boolean become, Input payload) {
    String line =
        (become ? SUDO_LOADER : "exec sh -c ")
            + ShellQuoting.quoted(scriptLibrary.program("loader.sh").strip());
    return new Program(
        line, Input.text(text(script, assignments) + LAST_LINE + "\n").then(payload));
  }

  /** A step that runs detached from the connection, started or attached to by {@code run.sh}. */
  Program detached(String script, Assignments assignments, boolean become) {
    return framed("run.sh", assignments.set("program", text(script, assignments)), become);
  }

  private String text(String script, Assignments assignments) {
    return assignments.text() + scriptLibrary.program(script) + "main\n";
  }
}
