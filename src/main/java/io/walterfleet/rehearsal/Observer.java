package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Forecast.Course;
import io.walterfleet.rehearsal.Forecast.Peaks;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rehearsal.Forecast.Turn;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sees from the events of a run when what happened. */
final class Observer implements Consumer<Event> {
  private final Plan plan;
  private final boolean isAhead;
  private final Map<String, MachineResult> results = new LinkedHashMap<>();
  private final Map<String, Instant> endedAt = new LinkedHashMap<>();
  private final Map<String, Instant> begunAt = new LinkedHashMap<>();
  private final Map<String, Instant> changedFrom = new LinkedHashMap<>();
  private final Set<String> working = new HashSet<>();
  private final Set<String> failedBefore = new HashSet<>();
  private final List<Phase> batches = new ArrayList<>();
  private Optional<Span> preparation = Optional.empty();
  private int peak;

  /**
   * An observer of this plan's run.
   *
   * @param stage whether all machines are prepared before the first batch, or each batch by itself
   */
  Observer(Plan plan, Stage stage) {
    this.plan = plan;
    this.isAhead = stage == Stage.FLEET;
  }

  private record Span(Instant from, Instant to) {}

  @Override
  public void accept(Event event) {
    if (event instanceof StepStarted step) {
      started(step);
    } else if (event instanceof StepFinished step) {
      working.remove(step.machine());
      if (isPreparation(step.step())) {
        prepared(step.at());
      }
    } else if (event instanceof MachineFinished machine) {
      working.remove(machine.result().machine());
      results.put(machine.result().machine(), machine.result());
      endedAt.put(machine.result().machine(), machine.at());
      if (isAhead && changedFrom.isEmpty() && machine.result().outcome().isFailure()) {
        failedBefore.add(machine.result().machine());
      }
    } else if (event instanceof BatchFinished batch) {
      finished(batch);
    }
  }

  /** What was seen. */
  Course course(Duration takes, int connections) {
    return new Course(
        preparation.map(this::phase),
        batches,
        changedIn(),
        turns(),
        takes,
        new Peaks(connections, peak));
  }

  private Map<String, Turn> turns() {
    Map<String, Turn> turns = new LinkedHashMap<>();
    (isAhead ? changedFrom : begunAt)
        .forEach(
            (name, from) -> {
              Instant to = endedAt.getOrDefault(name, from);
              turns.put(name, new Turn(sinceBegin(from), sinceBegin(to)));
            });
    return turns;
  }

  private static Duration sinceBegin(Instant at) {
    return Duration.between(VirtualTime.BEGIN, at);
  }

  private Map<String, Integer> changedIn() {
    Map<String, Integer> batch = new LinkedHashMap<>();
    for (int i = 0; i < plan.batches().all().size(); i++) {
      for (String name : plan.batches().all().get(i).machines()) {
        if (changedFrom.containsKey(name)) {
          batch.put(name, i + 1);
        }
      }
    }
    return batch;
  }

  private void started(StepStarted step) {
    working.add(step.machine());
    begunAt.putIfAbsent(step.machine(), step.at());
    peak = Math.max(peak, working.size());
    if (!isPreparation(step.step())) {
      changedFrom.putIfAbsent(step.machine(), step.at());
    } else {
      prepared(step.at());
    }
  }

  /** Preparations count by themselves until the first machine is changed. */
  private void prepared(Instant at) {
    if (isAhead && changedFrom.isEmpty()) {
      preparation = Optional.of(new Span(preparation.map(Span::from).orElse(at), at));
    }
  }

  private Phase phase(Span span) {
    return new Phase(
        0,
        "",
        plan.acting().size(),
        Duration.between(VirtualTime.BEGIN, span.from()),
        Duration.between(span.from(), span.to()),
        0,
        failedBefore.size());
  }

  private void finished(BatchFinished event) {
    Batch batch = plan.batches().all().get(event.number() - 1);
    Map<String, Instant> begun = isAhead ? changedFrom : begunAt;
    Instant from =
        batch.machines().stream()
            .map(begun::get)
            .flatMap(at -> Optional.ofNullable(at).stream())
            .min(Instant::compareTo)
            .orElse(event.at());
    Predicate<String> now = name -> !failedBefore.contains(name);
    batches.add(
        new Phase(
            event.number(),
            event.wave(),
            batch.machines().size(),
            Duration.between(VirtualTime.BEGIN, from),
            Duration.between(from, event.at()),
            count(batch, name -> outcome(name).equals(Optional.of(Outcome.APPLIED))),
            count(batch, now.and(this::isFailed))));
  }

  private static int count(Batch batch, Predicate<String> which) {
    return Math.toIntExact(batch.machines().stream().filter(which).count());
  }

  private Optional<Outcome> outcome(String name) {
    return Optional.ofNullable(results.get(name)).map(MachineResult::outcome);
  }

  private boolean isFailed(String name) {
    return outcome(name).filter(Outcome::isFailure).isPresent();
  }

  private static boolean isPreparation(String step) {
    return StepKind.of(step).filter(StepKind::isPreparation).isPresent();
  }
}
