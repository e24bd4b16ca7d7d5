package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.StepRequest.Payload;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a run is asked to do.
 *
 * @param payload the bundle of the plan
 * @param lockRequest who does it, and why
 * @param forks how many machines are prepared or changed at a time, at most
 */
public record ApplyRequest(
    Plan plan, Fleet fleet, Payload payload, LockRequest lockRequest, int forks) {
  /** The fleet's machines by name. */
  Map<String, Machine> machines() {
    return fleet.machines().stream().collect(Collectors.toMap(Machine::name, Function.identity()));
  }

  /** The plans of the machines by name. */
  Map<String, MachinePlan> plans() {
    return plan.machines().stream()
        .collect(Collectors.toMap(MachinePlan::name, Function.identity()));
  }
}
