package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Turn;
import picocli.CommandLine.Option;

/** The option that lets a run wait for another. */
final class WaitOption {
  @Option(names = "--wait", description = "wait while another run changes the same machines")
  private boolean waits;

  /** The turn of a run that begins now. */
  Turn turn(CommandRuntime runtime) {
    return new Turn(runtime, waits);
  }
}
