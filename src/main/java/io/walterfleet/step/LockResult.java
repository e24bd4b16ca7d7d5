package io.walterfleet.step;

import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;

/** The answer to asking for a machine's lock. */
public sealed interface LockResult {
  /**
   * The lock is ours.
   *
   * @param token proves it to each step
   * @param seen the machine as it is under the lock, which itself is not reported
   */
  record Granted(String token, Observation seen) implements LockResult {}

  /** Somebody else holds it. */
  record Held(Lock lock) implements LockResult {}

  /**
   * The lock could not be taken for another reason, such as a disk that is full.
   *
   * @param reason fit to show
   */
  record Failed(String reason, String fix) implements LockResult {}
}
