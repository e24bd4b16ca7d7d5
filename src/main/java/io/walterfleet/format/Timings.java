package io.walterfleet.format;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long past runs took on each machine that they brought to its goal, by what they did there.
 *
 * @param runs how many of them told something
 */
record Timings(Map<WorkKind, List<Took>> byKind, int runs) {
  Timings {
    byKind = Map.copyOf(byKind);
  }

  static Timings of(List<PastRun> runs) {
    Map<WorkKind, List<Took>> all = new HashMap<>();
    int told = 0;
    for (PastRun run : runs) {
      told += run.plan().map(plan -> of(plan, run.events(), all)).orElse(0) > 0 ? 1 : 0;
    }
    return new Timings(all, told);
  }

  /** What is known of machines with which the same is done. */
  List<Took> of(MachinePlan machine) {
    return byKind.getOrDefault(WorkKind.of(machine), List.of());
  }

  /** How many machines told what is known of these. */
  int machines(List<MachinePlan> machines) {
    return machines.stream()
        .map(WorkKind::of)
        .distinct()
        .mapToInt(kind -> byKind.getOrDefault(kind, List.of()).size())
        .sum();
  }

  private static int of(Plan plan, List<Event> events, Map<WorkKind, List<Took>> all) {
    Map<String, List<Event>> byMachine = new HashMap<>();
    for (Event event : events) {
      event
          .subject()
          .ifPresent(name -> byMachine.computeIfAbsent(name, key -> new ArrayList<>()).add(event));
    }
    int told = 0;
    for (MachinePlan machine : plan.acting()) {
      WorkKind kind = WorkKind.of(machine);
      Optional<Took> took = took(kind, byMachine.getOrDefault(machine.name(), List.of()));
      took.ifPresent(one -> all.computeIfAbsent(kind, key -> new ArrayList<>()).add(one));
      told += took.isPresent() ? 1 : 0;
    }
    return told;
  }

  private static Optional<Took> took(WorkKind kind, List<Event> events) {
    Stopwatch watch = new Stopwatch(kind);
    events.forEach(watch::hear);
    return watch.took();
  }
}
