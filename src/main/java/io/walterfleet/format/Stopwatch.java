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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hears the events of one machine, and tells how long its steps took.
 *
 * <p>A machine that failed tells of the steps that it ended before; what it did on its way back,
 * and the gate that it passed then, is none of them.
 */
final class Stopwatch {
  private final List<Work> works;
  private final long bundle;
  private final Map<StepKind, StepFinished> steps = new EnumMap<>(StepKind.class);
  private Duration spent = Duration.ZERO;
  private Optional<Instant> begun = Optional.empty();
  private Optional<Instant> ended = Optional.empty();
  private boolean isGoingBack;

  /**
   * A watch that has not begun.
   *
   * @param works what is done there
   * @param bundle its bytes; 0 where they are not known
   */
  Stopwatch(List<Work> works, long bundle) {
    this.works = works;
    this.bundle = bundle;
  }

  void hear(Event event) {
    if (event instanceof StepStarted started) {
      isGoingBack = isGoingBack || StepKind.of(started.step()).isEmpty();
      if (isOfTurn(started.step()) && begun.isEmpty()) {
        begun = Optional.of(started.at());
      }
    } else if (event instanceof StepFinished finished && !isGoingBack) {
      finished(finished);
    } else if (event instanceof MachineFinished end && end.result().outcome() == Outcome.APPLIED) {
      ended = Optional.of(end.at());
    }
  }

  /** Absent for a machine that ended no step. */
  Optional<Took> took() {
    Map<Work, Duration> times = new HashMap<>();
    Map<Work, Duration> ahead = new HashMap<>();
    Map<Work, Long> bytes = new HashMap<>();
    for (Work work : works) {
      StepFinished its = steps.get(work.step());
      if (its != null) {
        times.put(work, its.took());
        ahead.put(work, its.ahead());
        long copied = work.step() == StepKind.STAGE ? bundle : its.bytes();
        if (copied > 0) {
          bytes.put(work, copied);
        }
      }
    }
    return times.isEmpty()
        ? Optional.empty()
        : Optional.of(new Took(times, ahead, bytes, between()));
  }

  private void finished(StepFinished finished) {
    Optional<StepKind> step = StepKind.of(finished.step());
    if (isOfTurn(finished.step())) {
      spent = spent.plus(finished.took());
      ended = Optional.of(finished.at());
    }
    // the gate changes nothing, and was waited for all the same
    boolean isGate = step.filter(one -> !one.isScript()).isPresent();
    if (finished.isChange() || (isGate && finished.isDone())) {
      step.ifPresent(one -> steps.put(one, finished));
    }
  }

  private static boolean isOfTurn(String step) {
    return StepKind.of(step).filter(one -> !one.isPreparation()).isPresent();
  }

  private Duration between() {
    Duration between =
        begun
            .flatMap(from -> ended.map(to -> Duration.between(from, to)))
            .orElse(Duration.ZERO)
            .minus(spent);
    return between.isNegative() ? Duration.ZERO : between;
  }
}
