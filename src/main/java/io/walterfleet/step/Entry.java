package io.walterfleet.step;

import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Traces.Lock;

/** The answer to asking for a machine's lock. */
public sealed interface Entry {
  /**
   * The lock is ours.
   *
   * @param token proves it to each step
   * @param seen the machine as it is under the lock, which itself is not reported
   */
  record Granted(String token, Observation seen) implements Entry {}

  /** Somebody else holds it. */
  record Held(Lock lock) implements Entry {}

  /**
   * The lock could not be taken for another reason, such as a disk that is full.
   *
   * @param reason fit to show
   */
  record Failed(String reason, String fix) implements Entry {}
}
