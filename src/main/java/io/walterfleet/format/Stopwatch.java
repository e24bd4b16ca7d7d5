package io.walterfleet.format;

import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Hears the events of one machine, and tells how long it took if it came to its goal. */
final class Stopwatch {
  private final WorkKind kind;
  private Duration prepared = Duration.ZERO;
  private Optional<Instant> begun = Optional.empty();
  private Optional<Instant> fell = Optional.empty();
  private Optional<Instant> rose = Optional.empty();
  private Optional<Took> took = Optional.empty();

  /**
   * A watch that has not begun.
   *
   * @param kind what is done there
   */
  Stopwatch(WorkKind kind) {
    this.kind = kind;
  }

  void hear(Event event) {
    if (event instanceof StepStarted started) {
      StepKind.of(started.step()).ifPresent(step -> started(step, started.at()));
    } else if (event instanceof StepFinished finished) {
      StepKind.of(finished.step()).ifPresent(step -> finished(step, finished));
    } else if (event instanceof MachineFinished end) {
      took =
          begun
              .filter(from -> end.result().outcome() == Outcome.APPLIED)
              .map(from -> took(from, end.at()));
    }
  }

  /** Absent for a machine that did not do its steps to the end. */
  Optional<Took> took() {
    return took;
  }

  private void started(StepKind step, Instant at) {
    if (begun.isEmpty() && !step.isPreparation()) {
      begun = Optional.of(at);
    }
    if (fell.isEmpty() && kind.isDown(step)) {
      fell = Optional.of(at);
    }
  }

  private void finished(StepKind step, StepFinished finished) {
    if (step.isPreparation()) {
      prepared = prepared.plus(finished.took());
    }
    if (step == StepKind.GATE) {
      rose = Optional.of(finished.at());
    }
  }

  private Took took(Instant from, Instant end) {
    Duration down = fell.map(at -> Duration.between(at, rose.orElse(end))).orElse(Duration.ZERO);
    return new Took(prepared, Duration.between(from, end), down);
  }
}
