package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Part;
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
 * @param stint how far it goes; a run of a part has the plan of its own machines alone
 * @param forks how many machines are prepared or changed at a time, at most
 */
public record ApplyRequest(
    Plan plan, Fleet fleet, Payload payload, LockRequest lockRequest, int forks, Stint stint) {
  /** All of a plan. */
  public ApplyRequest(Plan plan, Fleet fleet, Payload payload, LockRequest lockRequest, int forks) {
    this(plan, fleet, payload, lockRequest, forks, Stint.of(plan));
  }

  /**
   * How far this run may go, and how the next one is begun.
   *
   * @param again the words of the command that goes on, behind the program's name
   * @param lately what was read of machines just before, by name
   */
  public record Stint(Part part, String again, Map<String, Observation> lately) {
    public Stint {
      lately = Map.copyOf(lately);
    }

    /** Nothing was read before. */
    public Stint(Part part, String again) {
      this(part, again, Map.of());
    }

    /** All of a plan, carried out by the plain command. */
    public static Stint of(Plan plan) {
      return new Stint(Part.of(plan), "apply");
    }

    /** The same where this was read just before, so that it need not be read again. */
    public Stint after(Map<String, Observation> seen) {
      return new Stint(part, again, seen);
    }
  }

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
