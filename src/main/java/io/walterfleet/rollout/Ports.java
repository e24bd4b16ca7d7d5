package io.walterfleet.rollout;

import io.walterfleet.fleet.Pause;
import io.walterfleet.health.HealthGate;
import io.walterfleet.step.MachineOperations;
import java.time.InstantSource;

/** Those who do the work of a run: the steps, the gate, time, and who runs hooks and checks. */
public record Ports(
    MachineOperations operations,
    HealthGate healthGate,
    Time time,
    HookRunner hooks,
    CheckRunner checks) {
  /** Those of a run whose gate has no checks, or that is only simulated. */
  public Ports(MachineOperations operations, HealthGate healthGate, Time time, HookRunner hooks) {
    this(operations, healthGate, time, hooks, CheckRunner.PASSING);
  }

  /** The clock, a way to wait, and those who work at a time. */
  public record Time(InstantSource clock, Pause pause, ParallelExecutor parallelExecutor) {
    /** The time in which threads run. */
    public Time(InstantSource clock, Pause pause) {
      this(clock, pause, Parallel::map);
    }
  }
}
