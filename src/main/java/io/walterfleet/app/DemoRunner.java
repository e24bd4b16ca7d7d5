package io.walterfleet.app;

import java.io.IOException;

/** The program shown on a fleet of its own. */
public interface DemoRunner {
  /**
   * Runs it, and ends with an exit code.
   *
   * @param keep keep the fleet up at the end, until somebody wants it to end
   * @throws IOException when the fleet could not be started; the message says why
   * @throws UsageException when this computer lacks what the demo needs
   */
  int run(boolean keep, Console console, Environment environment, Signals signals)
      throws IOException, UsageException, InterruptedException;
}
