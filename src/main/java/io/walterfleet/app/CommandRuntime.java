package io.walterfleet.app;

/**
 * All that a command line meets outside of itself; tests bring their own.
 *
 * @param typed the command line itself
 */
public record CommandRuntime(
    Console console, Environment environment, Adapters adapters, Signals signals, TypedLine typed) {
  /** A runtime before a command line is typed. */
  public CommandRuntime(
      Console console, Environment environment, Adapters adapters, Signals signals) {
    this(console, environment, adapters, signals, TypedLine.NONE);
  }

  /** The same runtime with this command line. */
  public CommandRuntime typed(TypedLine line) {
    return new CommandRuntime(console, environment, adapters, signals, line);
  }

  /** The same runtime, where this command's log is made of records. */
  public CommandRuntime logging(String command) {
    Console records = console.logging(command, environment.clock());
    return new CommandRuntime(records, environment, adapters, signals, typed);
  }

  /** Whether lines on standard error can be drawn over, which a dumb terminal cannot do. */
  public boolean canRedraw() {
    return console.terminal().err() && !environment.variable("TERM").equals("dumb");
  }

  /** The same runtime in which others hear the signals. */
  CommandRuntime with(Signals others) {
    return new CommandRuntime(console, environment, adapters, others, typed);
  }
}
