package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was heard so far while waiting at a gate, and what follows from it.
 *
 * <ol>
 *   <li>Ready without a break for {@code healthyFor}: healthy. A break starts the count anew.
 *   <li>Migration-blocked: it ends at once, for waiting does not change it.
 *   <li>Not ready when the timeout has passed: not ready. Who is ready then may finish its count.
 * </ol>
 *
 * @param readySince since when it is ready without a break
 * @param gateResult the end, once it is there
 */
record GateState(
    Gate gate, Instant began, Optional<Instant> readySince, Optional<GateResult> gateResult) {
  private static final String FIX =
      "see the logs of the stack on the machine (docker compose logs); if it is only slow, raise"
          + " 'rollout: gate: timeout'";

  /** Nothing was heard yet. */
  static GateState begin(Gate gate, Instant now) {
    return new GateState(gate, now, Optional.empty(), Optional.empty());
  }

  /** The watch after one more answer. */
  GateState heard(Health health, Instant now) {
    if (health instanceof Health.Ready) {
      return ready(readySince.orElse(now), now);
    }
    if (health instanceof Health.Starting starting) {
      return starting(starting.reason(), now);
    }
    if (health instanceof Health.Unaskable unaskable) {
      return ended(new GateResult.NotReady(unaskable.reason(), unaskable.fix()));
    }
    return ended(new GateResult.MigrationBlocked());
  }

  private GateState ready(Instant since, Instant now) {
    boolean enough = !now.isBefore(since.plus(gate.healthyFor()));
    return enough
        ? ended(new GateResult.Healthy())
        : new GateState(gate, began, Optional.of(since), Optional.empty());
  }

  private GateState starting(String reason, Instant now) {
    if (now.isBefore(began.plus(gate.timeout()))) {
      return new GateState(gate, began, Optional.empty(), Optional.empty());
    }
    String before =
        readySince
            .map(since -> "it was ready for " + seconds(since, now) + ", then ")
            .orElse("after " + seconds(began, now) + " ");
    return ended(new GateResult.NotReady(before + reason, FIX));
  }

  private GateState ended(GateResult end) {
    return new GateState(gate, began, readySince, Optional.of(end));
  }

  private static String seconds(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() + " s";
  }
}
