package io.walterfleet.rehearsal;

import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rehearsal.Fault.Kind;
import java.time.Duration;

/** How long things take on one machine, which may be a slow one. */
record SimulatedTimings(Assumptions assumed, FaultDraw faultDraw) {
  /** The time of a step. */
  Duration of(StepKind step) {
    boolean slow = faultDraw.at(Kind.SLOW, step).isPresent();
    Duration usual = of(Act.of(step));
    return slow ? usual.multipliedBy(Assumptions.SLOW) : usual;
  }

  /** The time of anything else. */
  Duration of(Act act) {
    boolean slow =
        faultDraw.of(Kind.SLOW).isPresent()
            || (act.equals(Act.READY) && faultDraw.at(Kind.SLOW, StepKind.GATE).isPresent());
    return slow ? assumed.of(act).multipliedBy(Assumptions.SLOW) : assumed.of(act);
  }
}
