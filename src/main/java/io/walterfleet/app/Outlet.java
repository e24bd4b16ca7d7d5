package io.walterfleet.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Standard output, which remembers why something could not be written.
 *
 * <p>A pipe that its reader closed is no failure: whoever types {@code | head} has seen enough.
 */
public final class Outlet extends PrintWriter {
  private final Gauge gauge;

  /**
   * Writes to another writer.
   *
   * @param isPipe whether that leads to a pipe or a socket; asked only when a write failed
   */
  public Outlet(Writer to, BooleanSupplier isPipe) {
    this(new Gauge(to, isPipe));
  }

  private Outlet(Gauge gauge) {
    super(gauge);
    this.gauge = gauge;
  }

  /** Why not everything was written, as the system says it; empty when all was, or none is read. */
  public Optional<String> failure() {
    flush();
    return gauge.failure;
  }

  /** Passes everything on, and keeps the first failure. */
  private static final class Gauge extends Writer {
    private final Writer to;
    private final BooleanSupplier isPipe;
    private volatile Optional<String> failure = Optional.empty();

    private Gauge(Writer to, BooleanSupplier isPipe) {
      this.to = to;
      this.isPipe = isPipe;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      watched(() -> to.write(text, from, length));
    }

    @Override
    public void flush() throws IOException {
      watched(to::flush);
    }

    @Override
    public void close() throws IOException {
      watched(to::close);
    }

    private void watched(Act act) throws IOException {
      try {
        act.run();
      } catch (IOException broken) {
        String why = String.valueOf(broken.getMessage());
        boolean closed = why.contains("Broken pipe") || isPipe.getAsBoolean();
        if (!closed && failure.isEmpty()) {
          failure = Optional.of(why);
        }
        throw broken;
      }
    }

    private interface Act {
      void run() throws IOException;
    }
  }
}
