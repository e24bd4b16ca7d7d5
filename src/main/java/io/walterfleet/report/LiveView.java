package io.walterfleet.report;

import io.walterfleet.fleet.Controls;
import io.walterfleet.format.Expected;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * A run on a terminal: a line for each machine in work and one bar for the run, redrawn in place.
 *
 * <p>What went wrong, and how each batch ended, is written above as it happens, and scrolls away
 * upwards like any output.
 */
public final class LiveView implements RunView {
  private static final String UP = "\u001b[%dA";
  private static final String CLEAR_BELOW = "\r\u001b[J";

  /** Between two drawings that only an event asks for: hundreds of machines must not flicker. */
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final PrintWriter out;
  private final Supplier<Size> size;
  private final Style style;
  private final Progress progress;
  private Instant now;
  private Instant drawnAt = Instant.MIN;
  private List<String> drawn = List.of();
  private boolean closed;

  /** The size of a terminal, in characters. */
  public record Size(int columns, int rows) {}

  /**
   * A view of a run that is just beginning.
   *
   * @param size asked before each drawing, because windows are resized
   */
  public LiveView(PrintWriter out, Supplier<Size> size, Style style, Plan plan, Instant now) {
    this.out = out;
    this.size = size;
    this.style = style;
    this.progress = new Progress(plan, now);
    this.now = now;
  }

  /** Tells how long the run should take, which is shown below it. */
  public synchronized void expect(Expected expected) {
    progress.expect(expected);
  }

  @Override
  public synchronized void accept(Event event) {
    progress.take(event);
    if (event instanceof HookFinished hook && !hook.ended().isDone()) {
      above(style.red(Controls.escaped(Words.ended(hook))));
    }
    if (event instanceof BatchFinished batch) {
      String line = Words.ended(batch, progress.batches());
      above(batch.failed() == 0 ? line : style.red(line));
    }
    if (event instanceof MachineFinished machine && isNews(machine.result())) {
      above(shown(machine.result()));
      redraw(event.at());
    } else if (drawnAt.isBefore(event.at().minus(MOMENT))) {
      redraw(event.at());
    }
  }

  /** Draws the present state over the last one; called by a timer too, so that seconds pass. */
  public synchronized void redraw(Instant time) {
    if (closed) {
      return;
    }
    now = time;
    drawnAt = time;
    Size room = size.get();
    List<String> lines = progress.lines(now, room.columns(), room.rows());
    out.print(erased());
    lines.forEach(line -> out.print(marked(line) + "\n"));
    drawn = lines;
    out.flush();
  }

  @Override
  public synchronized void say(String line) {
    above(line);
    redraw(now);
  }

  @Override
  public synchronized void close() {
    out.print(erased());
    out.flush();
    drawn = List.of();
    closed = true;
  }

  private static boolean isNews(MachineResult result) {
    return !result.reason().isEmpty() && result.outcome() != Outcome.SKIPPED;
  }

  private void above(String text) {
    out.print(erased() + text + "\n");
    drawn = List.of();
  }

  /** A window that became narrower shows in several rows what was drawn as one. */
  private String erased() {
    int columns = Math.max(1, size.get().columns());
    int rows =
        drawn.stream().mapToInt(line -> Math.max(1, -Math.floorDiv(-line.length(), columns))).sum();
    return rows == 0 ? "" : UP.formatted(rows) + CLEAR_BELOW;
  }

  private String marked(String line) {
    String failures = progress.failures();
    return failures.isEmpty() || !line.startsWith("[")
        ? line
        : line.replace(failures, style.red(failures));
  }

  private String shown(MachineResult result) {
    String head = Controls.escaped(result.machine() + ": " + result.outcome().word());
    String fix = result.fix().isEmpty() ? "" : "\n    fix: " + Controls.escaped(result.fix());
    String marked = result.outcome().isFailure() ? style.red(head) : style.yellow(head);
    return marked + ": " + Controls.escaped(result.reason()) + fix;
  }
}
