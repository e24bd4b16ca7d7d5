package io.walterfleet.cli;

import io.walterfleet.app.Console;
import io.walterfleet.app.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Asks before something is changed; whatever is not a clear yes is a no. */
final class Confirmation {
  private final Console console;
  private final boolean yes;

  /** Asks nobody when {@code yes} was said on the command line. */
  Confirmation(Console console, boolean yes) {
    this.console = console;
    this.yes = yes;
  }

  /**
   * Refuses to begin what could not be confirmed later.
   *
   * @param fix the command that does not ask
   */
  void mustBePossible(String fix) throws UsageException {
    if (!yes && !console.terminal().in()) {
      throw UsageException.of(
          "there is no terminal to ask for confirmation (no machine was contacted)", fix);
    }
  }

  /** True when the answer is yes. */
  boolean isGiven(String question) {
    if (yes) {
      return true;
    }
    PrintWriter err = console.err();
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer = console.in().readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException hungUp) {
      return false;
    }
  }
}
