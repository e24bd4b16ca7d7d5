package io.walterfleet.watch;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Bound;
import io.walterfleet.fleet.Maintenance.Closed;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Interrupt;
import io.walterfleet.rollout.Interrupt.Closure;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.watch.Notice.Corrected;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.Notice.CorrectionFailed;
import io.walterfleet.watch.Notice.PutOff;
import io.walterfleet.watch.WatchRound.RoundFailedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Puts back what drifted, as far as it may be now.
 *
 * <ol>
 *   <li>Outside the maintenance windows nothing is.
 *   <li>A machine on which that failed waits: {@link Backoff}.
 *   <li>When the window closes or the inventory changes meanwhile, machines that have begun are
 *       finished, and no other is begun.
 * </ol>
 */
final class Correction {
  private final Backoff backoff;
  private final InstantSource clock;
  private final Stop stop;
  private final Consumer<Notice> listener;
  private boolean cutShort;

  Correction(Backoff backoff, InstantSource clock, Stop stop, Consumer<Notice> listener) {
    this.backoff = backoff;
    this.clock = clock;
    this.stop = stop;
    this.listener = listener;
  }

  /** True when one was interrupted. */
  boolean isCutShort() {
    return cutShort;
  }

  /**
   * Puts the machines back.
   *
   * @param changed true once the inventory is another one
   */
  void put(WatchRound watchRound, Fleet fleet, FleetDrift drift, BooleanSupplier changed)
      throws InterruptedException {
    backoff.keep(fleet.machines().stream().map(Machine::name).toList());
    drift.machines().stream()
        .filter(machine -> machine.back().verdict() == Verdict.IN_SYNC)
        .forEach(machine -> backoff.succeeded(machine.name()));
    List<MachinePlan> drifted = drift.correction().acting();
    Maintenance windows = fleet.operations().maintenance();
    Instant now = clock.instant();
    List<MachinePlan> open = open(windows, drifted, now);
    if (open.isEmpty()) {
      return;
    }
    Map<String, String> desired = desired(fleet, open);
    Map<String, Instant> waiting = waiting(desired, now);
    if (!waiting.isEmpty()) {
      putOff(
          List.copyOf(waiting.keySet()),
          "putting it back failed",
          waiting.values().stream().min(Instant::compareTo));
    }
    Plan plan =
        drift.correction(fleet, name -> desired.containsKey(name) && !waiting.containsKey(name));
    Interrupt interrupt =
        new Interrupt(
            () -> changed.getAsBoolean() || isShut(windows, plan),
            group -> closure(windows, group));
    if (!plan.acting().isEmpty() && stop.correctionBegins(interrupt)) {
      carryOut(watchRound, plan, interrupt).ifPresent(result -> done(result, drift, desired));
    }
  }

  /** Those that may be put back now; the others are put off, together with whom they wait. */
  private List<MachinePlan> open(Maintenance windows, List<MachinePlan> drifted, Instant now) {
    Map<Closed, List<MachinePlan>> closed = new LinkedHashMap<>();
    List<MachinePlan> open = new ArrayList<>();
    for (MachinePlan plan : drifted) {
      windows
          .closed(plan.group(), Bound.WATCH, now)
          .ifPresentOrElse(
              why -> closed.computeIfAbsent(why, none -> new ArrayList<>()).add(plan),
              () -> open.add(plan));
    }
    closed.forEach(
        (why, plans) ->
            putOff(names(plans), why.reason(), why.until().map(ZonedDateTime::toInstant)));
    return open;
  }

  private boolean isShut(Maintenance windows, Plan plan) {
    return plan.acting().stream().allMatch(one -> closure(windows, one.group()).isPresent());
  }

  private Optional<Closure> closure(Maintenance windows, String group) {
    return windows
        .closed(group, Bound.WATCH, clock.instant())
        .map(why -> new Closure("the maintenance window closed before its turn", ""));
  }

  private Optional<RunResult> carryOut(WatchRound watchRound, Plan plan, Interrupt interrupt)
      throws InterruptedException {
    try {
      return Optional.of(
          watchRound.correct(plan, event -> listener.accept(new Correcting(event)), interrupt));
    } catch (RoundFailedException away) {
      listener.accept(new CorrectionFailed(clock.instant(), away.reason()));
      return Optional.empty();
    } finally {
      stop.correctionEnds();
    }
  }

  private void done(RunResult result, FleetDrift drift, Map<String, String> desired) {
    Instant now = clock.instant();
    cutShort = result.ending() == RunResult.Ending.INTERRUPTED;
    for (MachineResult machine : result.machines()) {
      Optional<String> wanted = Optional.ofNullable(desired.get(machine.machine()));
      if (machine.outcome().isFailure()) {
        wanted.ifPresent(state -> backoff.failed(machine.machine(), state, now));
      } else if (machine.outcome() == Outcome.APPLIED) {
        backoff.succeeded(machine.machine());
      }
    }
    listener.accept(new Corrected(now, drift, result));
  }

  /** What each machine shall be, in words that differ when that differs. */
  private static Map<String, String> desired(Fleet fleet, List<MachinePlan> drifted) {
    Map<String, Machine> machines =
        fleet.machines().stream().collect(Collectors.toMap(Machine::name, one -> one));
    return drifted.stream()
        .collect(
            Collectors.toMap(
                MachinePlan::name,
                plan ->
                    plan.goal().map(Goal::id).orElse("")
                        + " "
                        + Optional.ofNullable(machines.get(plan.name())).map(Machine::desired)));
  }

  private Map<String, Instant> waiting(Map<String, String> desired, Instant now) {
    Map<String, Instant> waiting = new TreeMap<>();
    desired.forEach(
        (name, state) ->
            backoff.until(name, state, now).ifPresent(until -> waiting.put(name, until)));
    return waiting;
  }

  private void putOff(List<String> machines, String why, Optional<Instant> until) {
    listener.accept(new PutOff(clock.instant(), machines, why, until));
  }

  private static List<String> names(List<MachinePlan> machines) {
    return machines.stream().map(MachinePlan::name).toList();
  }
}
