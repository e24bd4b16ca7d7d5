package io.walterfleet.cli;

import io.walterfleet.app.CommandRuntime;
import io.walterfleet.app.Console;
import io.walterfleet.app.EventFile;
import io.walterfleet.format.Expected;
import io.walterfleet.format.LogJson;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.LiveView;
import io.walterfleet.report.LogView;
import io.walterfleet.report.PlainView;
import io.walterfleet.report.RunView;
import io.walterfleet.report.Style;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Interrupt;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows a run as it goes, and lets it be interrupted.
 *
 * <p>A terminal that can be drawn over gets the live view on standard error; else standard output
 * gets plain lines, or standard error where standard output is for a document. With {@code --format
 * json} standard output gets the events; with {@code --log-format json} standard error gets
 * records. Signals are the {@link SignalHandler}'s.
 */
final class RunDisplay implements Consumer<Event>, AutoCloseable {
  private static final long REDRAW_MILLISECONDS = 200;

  private final CommandRuntime runtime;
  private final OutputOptions output;
  private final EventFile sink;
  private final EventLines lines;
  private final Interrupt interrupt;
  private final SignalHandler signalHandler;
  private final List<RunView> views = new ArrayList<>();
  private final Optional<LiveView> live;
  private final Optional<Thread> ticker;

  /** A display of a run that may begin at any time. */
  RunDisplay(CommandRuntime runtime, OutputOptions output, Plan plan, EventFile sink) {
    this(runtime, output, plan, sink, new Interrupt());
  }

  /** A display of a run that this can end. */
  RunDisplay(
      CommandRuntime runtime,
      OutputOptions output,
      Plan plan,
      EventFile sink,
      Interrupt interrupt) {
    this.interrupt = interrupt;
    this.runtime = runtime;
    this.output = output;
    this.sink = sink;
    this.lines = new EventLines(runtime, output, sink);
    this.signalHandler = new SignalHandler(runtime, interrupt);
    boolean acts = !plan.acting().isEmpty();
    this.live = acts ? viewOf(plan) : Optional.empty();
    live.ifPresent(views::add);
    if (acts && live.isEmpty()) {
      plain().ifPresent(views::add);
    }
    this.ticker = live.map(this::ticking);
    runtime.signals().handle(() -> signalHandler.signalled(this::signalled));
  }

  /** Tells how long the run should take. */
  void expect(Expected expected) {
    live.ifPresent(view -> view.expect(expected));
  }

  Interrupt interrupt() {
    return interrupt;
  }

  @Override
  public void accept(Event event) {
    lines.accept(event);
    signalHandler.accept(event);
    views.forEach(view -> view.accept(event));
  }

  @Override
  public void close() {
    ticker.ifPresent(Thread::interrupt);
    views.forEach(RunView::close);
    if (sink.isIncomplete()) {
      runtime
          .console()
          .err()
          .problem("walter-fleet: not all events could be written; see that the disk is not full");
    }
  }

  private void signalled(String words) {
    if (views.isEmpty()) {
      runtime.console().err().say(words);
    }
    views.forEach(view -> view.say(words));
  }

  private Optional<RunView> plain() {
    Console console = runtime.console();
    Optional<LogJson> records = console.err().records();
    if (records.isPresent()) {
      return records.map(log -> new LogView(log, output.detail()));
    }
    PrintWriter to = output.isText() ? console.out() : console.err();
    return output.isQuiet() || output.isJson()
        ? Optional.empty()
        : Optional.of(new PlainView(to, output.detail()));
  }

  private Optional<LiveView> viewOf(Plan plan) {
    Console console = runtime.console();
    if (!runtime.canRedraw() || output.isQuiet()) {
      return Optional.empty();
    }
    Style style = output.style(true, runtime.environment());
    return Optional.of(
        new LiveView(
            console.err(),
            console.terminal().size(),
            style,
            plan,
            runtime.environment().clock().instant()));
  }

  private Thread ticking(LiveView live) {
    Thread thread = new Thread(() -> tick(live), "live-view");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void tick(LiveView live) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(REDRAW_MILLISECONDS);
        live.redraw(runtime.environment().clock().instant());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
