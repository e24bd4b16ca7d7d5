package io.walterfleet.cli;

import io.walterfleet.plan.Plan;
import io.walterfleet.report.EventJson;
import io.walterfleet.report.LiveView;
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
 * <p>A terminal gets the live view on standard error; else standard output gets plain lines, or
 * standard error where standard output is for a document. With {@code --format json} standard
 * output gets the events. Signals are the {@link Departure}'s.
 */
final class RunDisplay implements Consumer<Event>, AutoCloseable {
  private static final long REDRAW_MILLISECONDS = 200;

  private final World world;
  private final Look look;
  private final EventFile sink;
  private final Interrupt interrupt;
  private final Departure departure;
  private final List<RunView> views = new ArrayList<>();
  private final Optional<Thread> ticker;
  private Optional<EventJson> json = Optional.empty();

  /** A display of a run that may begin at any time. */
  RunDisplay(World world, Look look, Plan plan, EventFile sink) {
    this(world, look, plan, sink, new Interrupt());
  }

  /** A display of a run that this can end. */
  RunDisplay(World world, Look look, Plan plan, EventFile sink, Interrupt interrupt) {
    this.interrupt = interrupt;
    this.world = world;
    this.look = look;
    this.sink = sink;
    this.departure = new Departure(world, interrupt);
    boolean acts = !plan.acting().isEmpty();
    Optional<LiveView> live = acts ? live(plan) : Optional.empty();
    live.ifPresent(views::add);
    if (acts && live.isEmpty() && !look.isQuiet() && !look.isJson()) {
      Console console = world.console();
      views.add(new PlainView(look.isText() ? console.out() : console.err(), look.detail()));
    }
    this.ticker = live.map(this::ticking);
    world.signals().handle(() -> departure.signalled(this::signalled));
  }

  Interrupt interrupt() {
    return interrupt;
  }

  @Override
  public void accept(Event event) {
    if (event instanceof Event.RunStarted started) {
      json = Optional.of(new EventJson(started.run()));
    }
    String line = json.map(run -> run.line(event)).orElse("");
    sink.line(line);
    if (look.isJson()) {
      world.console().out().println(line);
      world.console().out().flush();
    }
    departure.accept(event);
    views.forEach(view -> view.accept(event));
  }

  @Override
  public void close() {
    ticker.ifPresent(Thread::interrupt);
    views.forEach(RunView::close);
    if (sink.isIncomplete()) {
      say("walter-fleet: not all events could be written; see that the disk is not full");
    }
  }

  private void signalled(String words) {
    if (views.isEmpty()) {
      say(words);
    }
    views.forEach(view -> view.say(words));
  }

  private void say(String words) {
    PrintWriter err = world.console().err();
    err.println(words);
    err.flush();
  }

  private Optional<LiveView> live(Plan plan) {
    Console console = world.console();
    if (!console.terminal().err() || look.isQuiet()) {
      return Optional.empty();
    }
    Style style = look.style(true, world.surroundings());
    return Optional.of(
        new LiveView(
            console.err(),
            console.terminal().size(),
            style,
            plan,
            world.surroundings().clock().instant()));
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
        live.redraw(world.surroundings().clock().instant());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
