package io.walterfleet.app;

import io.walterfleet.report.LiveView;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The three streams of the program, and which of them are a terminal.
 *
 * @param out for people and programs: what was asked for
 * @param err for what went wrong, questions, and progress on a terminal
 */
public record Console(Outlet out, Log err, BufferedReader in, Terminal terminal) {
  /** Streams of which none can fail, unless the first is an outlet. */
  public Console(PrintWriter out, PrintWriter err, BufferedReader in, Terminal terminal) {
    this(
        out instanceof Outlet outlet ? outlet : new Outlet(out, () -> false),
        new Log(err),
        in,
        terminal);
  }

  /** The same with records on standard error, over which nothing is ever drawn. */
  public Console logging(String command, InstantSource clock) {
    return err.records().isPresent()
        ? this
        : new Console(
            out,
            new JsonLog(err, command, clock),
            in,
            new Terminal(terminal.in(), terminal.out(), false, terminal.size()));
  }

  /**
   * Which streams are a terminal.
   *
   * @param size of the terminal that {@code err} is
   */
  public record Terminal(boolean in, boolean out, boolean err, Supplier<LiveView.Size> size) {
    /** No stream is a terminal. */
    public static final Terminal NONE =
        new Terminal(false, false, false, () -> new LiveView.Size(80, 24));
  }
}
