package io.walterfleet.report;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import java.util.Map;
import java.util.Optional;

/**
 * How the machines of a fleet are.
 *
 * @param plan what would be done to them, for the verdicts
 * @param observations by machine name
 * @param health in a few words, by machine name; a machine that was not asked is not in it
 */
public record Status(Plan plan, Map<String, Observation> observations, Map<String, String> health) {
  public Status {
    observations = Map.copyOf(observations);
    health = Map.copyOf(health);
  }

  Optional<Observation> observation(MachinePlan machine) {
    return Optional.ofNullable(observations.get(machine.name()));
  }

  Optional<String> health(MachinePlan machine) {
    return Optional.ofNullable(health.get(machine.name()));
  }
}
