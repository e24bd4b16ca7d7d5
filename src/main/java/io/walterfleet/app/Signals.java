package io.walterfleet.app;

/** The wish of somebody outside that the program should end. */
public interface Signals {
  /** From now on does this for each SIGINT, SIGTERM and SIGHUP, and nothing else. */
  void handle(Runnable onSignal);

  /** Ends the process, whatever still runs in it. */
  void leave(int exitCode);
}
