package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.ErrorFiles;
import io.walterfleet.app.RunReport;
import io.walterfleet.app.UsageException;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Containment;
import io.walterfleet.rollout.Event;
import io.walterfleet.watch.Liveness;
import io.walterfleet.watch.Metrics;
import io.walterfleet.watch.StatusServer.Sheet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers over HTTP how a run goes, where somebody asked for that. */
final class RunListener implements Consumer<Event>, AutoCloseable {
  private final Metrics metrics = new Metrics();
  private final Containment containment;
  private final ListenOption.Door door;
  private volatile Supplier<Sheet> sheet =
      () -> new Sheet("text/plain; charset=utf-8", "the run has not begun yet\n");

  /** Listens from now on, so that an address that is taken is found out before the run. */
  RunListener(ListenOption option, CommandRuntime runtime) throws UsageException {
    this.containment = new ErrorFiles(runtime).containment();
    this.door =
        option.open(metrics, Liveness.ofRun(runtime.environment().clock()), () -> sheet.get());
  }

  /** The run is about this plan. */
  void begins(Plan plan, RunReport report) {
    containment.quietly(() -> metrics.planned(plan));
    sheet = () -> new Sheet("text/html; charset=utf-8", report.page());
  }

  @Override
  public void accept(Event event) {
    containment.quietly(() -> metrics.ofRun(event));
  }

  @Override
  public void close() {
    door.close();
  }
}
