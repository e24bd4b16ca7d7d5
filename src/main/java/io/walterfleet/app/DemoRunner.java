package io.walterfleet.app;

import java.io.IOException;

/** The program shown on a fleet of its own. */
public interface DemoRunner {
  /**
   * Runs it, and ends with an exit code.
   *
   * @param keep keep the fleet up at the end, until somebody wants it to end
   * @throws IOException when the fleet could not be started; the message says why
   */
  int run(boolean keep, Console console, Environment environment, Signals signals)
      throws IOException, InterruptedException;

  /** This computer lacks a program that the demo needs. */
  final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String fix;

    /** What is missing, and what to do about it. */
    public MissingException(String reason, String fix) {
      super(reason);
      this.fix = fix;
    }

    /** What to do about it. */
    public String fix() {
      return fix;
    }
  }
}
