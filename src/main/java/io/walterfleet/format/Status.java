package io.walterfleet.format;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
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
 * @param health of the machines that were asked
 * @param logins to look at what is wrong
 */
public record Status(
    Plan plan, Map<String, Observation> observations, Conditions health, Logins logins) {
  public Status {
    observations = Map.copyOf(observations);
  }

  /** Where nobody has to log in. */
  public Status(Plan plan, Map<String, Observation> observations, Conditions health) {
    this(plan, observations, health, Logins.NONE);
  }

  Optional<Observation> observation(MachinePlan machine) {
    return Optional.ofNullable(observations.get(machine.name()));
  }

  Optional<Condition> health(MachinePlan machine) {
    return health.of(machine.name());
  }
}
