package io.walterfleet.rollout;

import io.walterfleet.health.Gatekeeper;
import io.walterfleet.remote.Remote;
import io.walterfleet.step.Work;
import java.time.InstantSource;

/** Those who do the work of a run: the way to the machines, the steps, the gate, and time. */
public record Crew(Remote remote, Work work, Gatekeeper gatekeeper, Time time) {
  /** The clock, and a way to wait. */
  public record Time(InstantSource clock, Pause pause) {}
}
