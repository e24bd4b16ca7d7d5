package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody pauses. */
public final class FakeTime implements InstantSource, Pause {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final List<Duration> pauses = new ArrayList<>();
  private Runnable whilePausing = () -> {};

  /** Something that happens in the middle of every pause. */
  public synchronized void whilePausing(Runnable act) {
    whilePausing = act;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void of(Duration duration) {
    pauses.add(duration);
    now = now.plus(duration);
    whilePausing.run();
  }

  /** The time that was paused altogether. */
  public synchronized Duration paused() {
    return pauses.stream().reduce(Duration.ZERO, Duration::plus);
  }
}
