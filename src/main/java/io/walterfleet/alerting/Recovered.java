package io.walterfleet.alerting;

import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Concern;
import io.walterfleet.format.Raised;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Drift;
import io.walterfleet.plan.FleetDrift;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was seen to be well, and when, so that what was told of it before that is over. */
public record Recovered(Map<Concern, Instant> seen) {
  public Recovered {
    seen = Map.copyOf(seen);
  }

  /** What a survey saw; nobody is well that could not be read or asked. */
  public static Recovered in(FleetDrift drift, Instant at) {
    Map<Concern, Instant> well = new HashMap<>();
    boolean isWhole = !drift.correction().bundle().equals(BundleRef.UNKNOWN);
    for (Drift machine : drift.machines()) {
      boolean ready =
          drift.health().of(machine.name()).filter(one -> one.state() == State.READY).isPresent();
      if (ready) {
        well.put(new Concern(Occasion.UNHEALTHY, machine.name()), at);
      }
      if (machine.back().verdict() == Verdict.IN_SYNC) {
        well.put(new Concern(Occasion.DRIFT, machine.name()), at);
      }
      // a run that failed is over when the machine has what it should have got
      if (isWhole && ready && machine.intended().verdict() == Verdict.IN_SYNC) {
        well.put(new Concern(Occasion.FAILED, machine.name()), at);
      }
    }
    return new Recovered(well);
  }

  /**
   * What a run ended with.
   *
   * @param kind apply, drift or rollback
   * @param plan that was carried out: of machines that did not act in it, it is the last that was
   *     seen
   */
  public static Recovered by(
      String kind, List<MachineResult> results, Optional<Plan> plan, Instant at) {
    Set<String> acting =
        plan.stream()
            .flatMap(all -> all.acting().stream())
            .map(MachinePlan::name)
            .collect(Collectors.toSet());
    Map<Concern, Instant> well = new HashMap<>();
    for (MachineResult result : results) {
      boolean wentBack = result.outcome() == Outcome.ROLLED_BACK && kind.equals("rollback");
      // it went through the gate
      boolean gated = result.outcome() == Outcome.APPLIED || wentBack;
      if (gated) {
        well.put(new Concern(Occasion.UNHEALTHY, result.machine()), at);
      }
      if (gated || result.outcome() == Outcome.IN_SYNC) {
        Instant last =
            acting.contains(result.machine())
                ? at
                : plan.map(one -> one.header().created()).orElse(at);
        well.put(new Concern(Occasion.DRIFT, result.machine()), last);
        well.put(new Concern(Occasion.FAILED, result.machine()), last);
      }
    }
    return new Recovered(well);
  }

  /** Whether that is over; what was raised after it was seen is not. */
  boolean has(Raised raised) {
    return Optional.ofNullable(seen.get(raised.concern()))
        .filter(when -> !when.isBefore(raised.since()))
        .isPresent();
  }
}
