package io.walterfleet.report;

import java.io.PrintWriter;

/** How many machines have answered, on one line of a terminal that is gone at the end. */
public final class SurveyView implements AutoCloseable {
  private final PrintWriter out;
  private final int machines;
  private int heard;

  /** Waits for so many machines. */
  public SurveyView(PrintWriter out, int machines) {
    this.out = out;
    this.machines = machines;
    draw();
  }

  /** One more has answered. */
  public synchronized void count() {
    heard++;
    draw();
  }

  @Override
  public synchronized void close() {
    out.print("\r\u001b[K");
    out.flush();
  }

  private void draw() {
    out.print("\r\u001b[Kreading machines: " + heard + " of " + machines);
    out.flush();
  }
}
