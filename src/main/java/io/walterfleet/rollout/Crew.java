package io.walterfleet.rollout;

import io.walterfleet.fleet.Pause;
import io.walterfleet.health.Gatekeeper;
import io.walterfleet.remote.Remote;
import io.walterfleet.step.Work;
import java.time.InstantSource;

/**
 * Those who do the work of a run: the way to the machines, the steps, the gate, time, and who runs
 * hooks.
 */
public record Crew(Remote remote, Work work, Gatekeeper gatekeeper, Time time, HookRunner hooks) {
  /** The clock, a way to wait, and those who work at a time. */
  public record Time(InstantSource clock, Pause pause, Workers workers) {
    /** The time in which threads run. */
    public Time(InstantSource clock, Pause pause) {
      this(clock, pause, Workers.THREADS);
    }
  }
}
