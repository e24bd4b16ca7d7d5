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
 * @param passage the end, once it is there
 */
record Watch(Gate gate, Instant began, Optional<Instant> readySince, Optional<Passage> passage) {
  private static final String FIX =
      "see the logs of the stack on the machine (docker compose logs); if it is only slow, raise"
          + " 'rollout: gate: timeout'";

  /** Nothing was heard yet. */
  static Watch begin(Gate gate, Instant now) {
    return new Watch(gate, now, Optional.empty(), Optional.empty());
  }

  /** The watch after one more answer. */
  Watch heard(Health health, Instant now) {
    if (health instanceof Health.Ready) {
      return ready(readySince.orElse(now), now);
    }
    if (health instanceof Health.Starting starting) {
      return starting(starting.reason(), now);
    }
    if (health instanceof Health.Unaskable unaskable) {
      return ended(new Passage.NotReady(unaskable.reason(), unaskable.fix()));
    }
    return ended(new Passage.MigrationBlocked());
  }

  private Watch ready(Instant since, Instant now) {
    boolean enough = !now.isBefore(since.plus(gate.healthyFor()));
    return enough
        ? ended(new Passage.Healthy())
        : new Watch(gate, began, Optional.of(since), Optional.empty());
  }

  private Watch starting(String reason, Instant now) {
    if (now.isBefore(began.plus(gate.timeout()))) {
      return new Watch(gate, began, Optional.empty(), Optional.empty());
    }
    String before =
        readySince
            .map(since -> "it was ready for " + seconds(since, now) + ", then ")
            .orElse("after " + seconds(began, now) + " ");
    return ended(new Passage.NotReady(before + reason, FIX));
  }

  private Watch ended(Passage end) {
    return new Watch(gate, began, readySince, Optional.of(end));
  }

  private static String seconds(Instant from, Instant to) {
    return Duration.between(from, to).toSeconds() + " s";
  }
}
