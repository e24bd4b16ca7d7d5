package io.walterfleet.format;

import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Hears the events of one machine, and tells how long it took if it came to its goal. */
final class Stopwatch {
  private final List<Work> works;
  private final Map<StepKind, Duration> steps = new EnumMap<>(StepKind.class);
  private Duration spent = Duration.ZERO;
  private Optional<Instant> begun = Optional.empty();
  private Optional<Took> took = Optional.empty();

  /**
   * A watch that has not begun.
   *
   * @param works what is done there
   */
  Stopwatch(List<Work> works) {
    this.works = works;
  }

  /**
   * How long a machine took.
   *
   * @param works what was done there; what was done already before is left out
   * @param between its steps, from the first one of its turn to its end
   */
  record Took(Map<Work, Duration> works, Duration between) {
    Took {
      works = Map.copyOf(works);
    }
  }

  void hear(Event event) {
    if (event instanceof StepStarted started && isOfTurn(started.step()) && begun.isEmpty()) {
      begun = Optional.of(started.at());
    } else if (event instanceof StepFinished finished) {
      finished(finished);
    } else if (event instanceof MachineFinished end) {
      took =
          begun
              .filter(from -> end.result().outcome() == Outcome.APPLIED)
              .map(from -> took(Duration.between(from, end.at())));
    }
  }

  /** Absent for a machine that did not do its steps to the end. */
  Optional<Took> took() {
    return took;
  }

  private void finished(StepFinished finished) {
    if (isOfTurn(finished.step())) {
      spent = spent.plus(finished.took());
    }
    if (finished.isChange()) {
      StepKind.of(finished.step()).ifPresent(step -> steps.put(step, finished.took()));
    }
  }

  private static boolean isOfTurn(String step) {
    return StepKind.of(step).filter(one -> !one.isPreparation()).isPresent();
  }

  private Took took(Duration worked) {
    Duration between = worked.minus(spent);
    return new Took(
        works.stream()
            .filter(work -> steps.containsKey(work.step()))
            .collect(Collectors.toMap(work -> work, work -> steps.get(work.step()))),
        between.isNegative() ? Duration.ZERO : between);
  }
}
