package io.walterfleet.app;

import io.walterfleet.format.Logins;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.RunPage;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The page of a run: written to a file again and again while the run goes on, and at its end.
 *
 * <p>Written also when nothing happens, so that the page can tell a long step from a killed run.
 */
public final class RunReport implements Consumer<Event>, AutoCloseable {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);

  /** Of the time, so much at most goes into writing: a twentieth. */
  private static final int SHARE = 20;

  private final CommandRuntime runtime;
  private final Plan plan;
  private final Optional<OutFile> file;
  private final Logins logins;
  private final List<Event> events = new ArrayList<>();
  private final Thread writer = new Thread(this::keepWriting, "run-report");
  private boolean incomplete;
  private boolean closed;

  /**
   * The report of a run that has not begun.
   *
   * @param file where to; nowhere if absent
   * @param logins to the machines
   */
  public RunReport(CommandRuntime runtime, Plan plan, Optional<OutFile> file, Logins logins) {
    this.runtime = runtime;
    this.plan = plan;
    this.file = file;
    this.logins = logins;
    writer.setDaemon(true);
  }

  @Override
  public void accept(Event event) {
    boolean first;
    synchronized (events) {
      first = events.isEmpty();
      events.add(event);
    }
    if (first && file.isPresent()) {
      writer.start();
    }
  }

  /** The page as of now. */
  public String page() {
    List<Event> now;
    synchronized (events) {
      now = List.copyOf(events);
    }
    // drawn without the lock: a run waits for nobody who looks at it
    return RunPage.of(plan, now, runtime.environment().clock().instant(), logins);
  }

  /** What the program returns for this alone, once it is closed. */
  public synchronized ExitCode exitCode() {
    return incomplete ? ExitCode.UNWRITTEN : ExitCode.OK;
  }

  @Override
  public synchronized void close() {
    closed = true;
    writer.interrupt();
    file.ifPresent(this::write);
    if (incomplete) {
      runtime.console().err().problem("walter-fleet: the report could not be written to the end");
    }
  }

  private synchronized void writeOn() {
    if (!closed) {
      file.ifPresent(this::write);
    }
  }

  private void keepWriting() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        long begun = System.nanoTime();
        writeOn();
        Duration took = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(SHARE);
        Thread.sleep((took.compareTo(SHORTEST_PAUSE) > 0 ? took : SHORTEST_PAUSE).toMillis());
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(OutFile to) {
    try {
      to.write(page());
      incomplete = false;
    } catch (UsageException full) {
      incomplete = true;
    }
  }
}
