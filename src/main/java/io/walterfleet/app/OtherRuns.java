package io.walterfleet.app;

import io.walterfleet.format.Age;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs of other controllers, as the locks tell of them that were seen when the machines were read:
 * whoever begins a run hears of them at its start.
 *
 * @param byRun the machines that each of them holds, in the order in which they were read
 */
record OtherRuns(Map<String, List<Held>> byRun) {
  private static final int NAMED = 5;

  /** A machine under its lock. */
  private record Held(String machine, Lock lock) {}

  static OtherRuns in(Map<String, Observation> seen) {
    Map<String, List<Held>> all = new LinkedHashMap<>();
    seen.forEach(
        (machine, observation) -> {
          if (observation instanceof Seen answered) {
            answered
                .machineState()
                .lock()
                .filter(lock -> lock.secondsLeft() > 0)
                .ifPresent(
                    lock ->
                        all.computeIfAbsent(lock.run(), run -> new ArrayList<>())
                            .add(new Held(machine, lock)));
          }
        });
    return new OtherRuns(all);
  }

  boolean areThere() {
    return !byRun.isEmpty();
  }

  /** A line for each of them: who, what for, since when, and where. */
  List<String> told() {
    return byRun.values().stream().map(OtherRuns::told).toList();
  }

  private static String told(List<Held> held) {
    Lock lock = held.get(0).lock();
    long since = held.stream().mapToLong(one -> one.lock().ageSeconds()).max().orElse(0);
    List<String> names = held.stream().map(Held::machine).toList();
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return "run "
        + lock.run()
        + " of "
        + lock.owner()
        + " ("
        + lock.reason()
        + ") has locked "
        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
        + more
        + " for "
        + Age.of(Duration.ofSeconds(since));
  }
}
