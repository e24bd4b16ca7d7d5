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

  /** A step under way; of one that broke off, no end is told. */
  @FunctionalInterface
  interface Step {
    /** Tells how it ended. */
    StepReport ended(StepReport report);
  }

  /** Tells that a step begins. */
  Step begin(String machine, String kind) {
    Instant began = now();
    tell(new StepStarted(began, machine, kind));
    return report -> {
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
    };
  }
}
