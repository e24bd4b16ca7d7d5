package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.rollout.Containment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges what was seen of a fleet. If that throws, each machine is judged alone, and the one with
 * which it throws is unknown.
 */
record Judged(Fleet fleet, Containment containment) {
  /**
   * The judgement.
   *
   * @param judge what is to be made of all observations
   */
  <T> T of(Map<String, Observation> seen, Function<Map<String, Observation>, T> judge) {
    try {
      return judge.apply(seen);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError incident) {
      return judge.apply(borne(seen, judge));
    }
  }

  private Map<String, Observation> borne(
      Map<String, Observation> seen, Function<Map<String, Observation>, ?> judge) {
    Map<String, Observation> all = new LinkedHashMap<>(seen);
    for (Machine machine : fleet.machines()) {
      all.computeIfPresent(machine.name(), (name, one) -> borne(name, one, judge));
    }
    return all;
  }

  private Observation borne(
      String machine, Observation one, Function<Map<String, Observation>, ?> judge) {
    try {
      var unused = judge.apply(Map.of(machine, one));
      return one;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError incident) {
      return new Unknown(containment.reason(incident), containment.fix());
    }
  }
}
