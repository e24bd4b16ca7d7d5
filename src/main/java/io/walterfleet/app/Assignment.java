package io.walterfleet.app;

import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.ApplyRequest.Stint;
import io.walterfleet.step.StepRequest.Payload;

/**
 * What one run is to carry out.
 *
 * @param plan of the machines of this run alone
 * @param payload the plan's bundle
 * @param stint how far it goes
 */
public record Assignment(Plan plan, Payload payload, Stint stint) {
  /** All of a plan. */
  public static Assignment of(Plan plan, Payload payload) {
    return new Assignment(plan, payload, Stint.of(plan));
  }
}
