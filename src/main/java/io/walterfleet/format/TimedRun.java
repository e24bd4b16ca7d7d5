package io.walterfleet.format;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How long a past run took on its machines.
 *
 * @param opening from its beginning to its first step: what is read before
 * @param lead from the turn of a machine to its first step there: what is read again, and hooks
 */
record TimedRun(Duration opening, Duration lead, List<Took> machines) {
  TimedRun {
    machines = List.copyOf(machines);
  }

  static TimedRun of(Plan plan, List<Event> events) {
    Map<String, Stopwatch> watches = new HashMap<>();
    for (MachinePlan machine : plan.acting()) {
      watches.put(machine.name(), new Stopwatch(Work.of(machine), plan.bundle().size()));
    }
    for (Event event : events) {
      event.subject().map(watches::get).ifPresent(watch -> watch.hear(event));
    }
    List<Took> took = new ArrayList<>();
    watches.values().forEach(watch -> watch.took().ifPresent(took::add));
    return new TimedRun(opening(events), lead(events), took);
  }

  /** The same with some of its machines. */
  TimedRun with(Predicate<Took> which) {
    return new TimedRun(opening, lead, machines.stream().filter(which).toList());
  }

  private static Duration opening(List<Event> events) {
    Optional<Instant> begun = first(events, false);
    return begun
        .flatMap(to -> started(events).map(from -> Duration.between(from, to)))
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> started(List<Event> events) {
    return events.stream()
        .filter(RunStarted.class::isInstance)
        .map(event -> ((RunStarted) event).at())
        .findFirst();
  }

  private static Optional<Instant> first(List<Event> events, boolean isOfTurn) {
    return events.stream()
        .filter(StepStarted.class::isInstance)
        .map(StepStarted.class::cast)
        .filter(step -> !isOfTurn || !isPreparation(step.step()))
        .map(StepStarted::at)
        .min(Instant::compareTo);
  }

  /** What passed between the last preparation before the first turn, and its first step. */
  private static Duration lead(List<Event> events) {
    return first(events, true)
        .flatMap(
            turn ->
                events.stream()
                    .filter(StepFinished.class::isInstance)
                    .map(StepFinished.class::cast)
                    .filter(step -> isPreparation(step.step()) && !step.at().isAfter(turn))
                    .map(StepFinished::at)
                    .max(Instant::compareTo)
                    .map(prepared -> Duration.between(prepared, turn)))
        .orElse(Duration.ZERO);
  }

  private static boolean isPreparation(String step) {
    return StepKind.of(step).filter(StepKind::isPreparation).isPresent();
  }
}
