package io.walterfleet.rollout;

import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.step.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Tells one listener what happens, one event at a time, whichever thread it comes from. A listener
 * that cannot bear an event does not keep the run from going on.
 */
final class EventPublisher {
  private final InstantSource clock;
  private final Consumer<Event> listener;
  private final Containment containment;

  EventPublisher(InstantSource clock, Consumer<Event> listener, Containment containment) {
    this.containment = containment;
    this.clock = clock;
    this.listener = listener;
  }

  Instant now() {
    return clock.instant();
  }

  synchronized void tell(Event event) {
    containment.quietly(() -> listener.accept(event));
  }

  /** A step, as something to do that can fail in the ways of the network. */
  interface Act<E extends Exception> {
    StepReport act() throws E, InterruptedException;
  }

  /** Does the step, and tells when it began and how it ended. */
  <E extends Exception> StepReport step(String machine, String kind, Act<E> act)
      throws E, InterruptedException {
    Instant began = now();
    tell(new StepStarted(began, machine, kind));
    StepReport report = act.act();
    Instant ended = now();
    tell(
        new StepFinished(
            ended,
            machine,
            kind,
            report.result(),
            Duration.between(began, ended),
            report.detail(),
            report.copied()));
    return report;
  }
}
