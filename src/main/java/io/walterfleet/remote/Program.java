package io.walterfleet.remote;

/**
 * Something to run on a machine: a command line for whatever login shell is there, and what the
 * command reads on its standard input.
 *
 * @param commandLine sent as it is; safe for sh, bash, dash, csh and fish alike
 * @param isScript whether the command line does no more than to start a POSIX shell, and the input
 *     is the shell's program: such programs, run one after another, may share the start
 */
public record Program(String commandLine, Input input, boolean isScript) {
  /** A command that starts for itself. */
  public Program(String commandLine, Input input) {
    this(commandLine, input, false);
  }

  /** A program for the POSIX shell that this command line starts. */
  public static Program script(String commandLine, String text) {
    return new Program(commandLine, Input.text(text), true);
  }
}
