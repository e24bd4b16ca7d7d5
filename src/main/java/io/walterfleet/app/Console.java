package io.walterfleet.app;

import io.walterfleet.report.LiveView;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * The three streams of the program, and which of them are a terminal.
 *
 * @param out for people and programs: what was asked for
 * @param err for what went wrong, questions, and progress on a terminal
 */
public record Console(Outlet out, PrintWriter err, BufferedReader in, Terminal terminal) {
  /** Streams of which none can fail. */
  public Console(PrintWriter out, PrintWriter err, BufferedReader in, Terminal terminal) {
    this(new Outlet(out, () -> false), err, in, terminal);
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
