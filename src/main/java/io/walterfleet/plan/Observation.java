package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.MachineState.Unfinished;
import java.util.List;
import java.util.Optional;

/** What one machine looked like when it was read, in one round trip. */
public sealed interface Observation {
  /**
   * The machine answered every question.
   *
   * @param envFingerprint a hash of the whole {@code .env.deploy} with a salt that never leaves the
   *     machine; absent until something was first applied
   */
  record Seen(
      Install install,
      MachineState machineState,
      Docker docker,
      Host host,
      Optional<String> envFingerprint)
      implements Observation {
    /** The managed keys of the install; none without one. */
    ManagedKeys keys() {
      return install instanceof Install.Present present ? present.keys() : ManagedKeys.NONE;
    }

    /** What its containers may write to, and no backup has; none without an install. */
    public List<String> uncopied() {
      return install instanceof Install.Present present
          ? present.stack().data().uncopied()
          : List.of();
    }

    /** The run that stopped the stack and did not start it again; empty when there is none. */
    public Optional<String> stoppedBy() {
      boolean isDown = install instanceof Install.Present present && present.stack().isStopped();
      return machineState
          .unfinished()
          .filter(run -> isDown && run.keepsStackStopped())
          .map(Unfinished::run);
    }
  }

  /**
   * A fact could not be read. Never treated as in sync, never acted upon.
   *
   * @param reason which fact, and why; fit to show
   * @param fix what the operator can do
   */
  record Unknown(String reason, String fix) implements Observation {}
}
