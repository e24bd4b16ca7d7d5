package io.walterfleet.rehearsal;

import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.step.LockRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A machine's lock: held under a token until its lease ends, by the machine's clock. */
public final class SimulatedLock {
  private final InstantSource time;
  private Optional<Held> held = Optional.empty();
  private int generation;

  /** A lock that nobody holds. */
  public SimulatedLock(InstantSource time) {
    this.time = time;
  }

  private record Held(
      int generation, String token, LockRequest lockRequest, Instant since, Instant ends) {}

  /**
   * Takes it, takes it up again, or takes it over when its lease has ended; else says who has it.
   */
  public Optional<Lock> take(String token, LockRequest lockRequest) {
    Optional<Lock> other = seen().filter(lock -> lock.secondsLeft() > 0 && !isOf(token));
    if (other.isEmpty()) {
      generation = isOf(token) ? generation : generation + 1;
      Instant now = time.instant();
      held =
          Optional.of(new Held(generation, token, lockRequest, now, now.plus(lockRequest.lease())));
    }
    return other;
  }

  /** True, and the lease lengthened, while it is held under this token. */
  public boolean prove(String token) {
    held = held.map(one -> isOf(token) ? renewed(one) : one);
    return isOf(token);
  }

  /** Releases it; nothing happens when another token holds it. */
  public void release(String token) {
    held = held.filter(one -> !one.token().equals(token));
  }

  /** Who holds it. */
  public Optional<Lock> seen() {
    Instant now = time.instant();
    return held.map(
        one ->
            new Lock(
                one.generation() + "-" + one.lockRequest().run(),
                one.lockRequest().owner(),
                one.lockRequest().run(),
                one.lockRequest().reason(),
                Duration.between(now, one.ends()).toSeconds(),
                Duration.between(one.since(), now).toSeconds()));
  }

  private boolean isOf(String token) {
    return held.filter(one -> one.token().equals(token)).isPresent();
  }

  private Held renewed(Held one) {
    return new Held(
        one.generation(),
        one.token(),
        one.lockRequest(),
        one.since(),
        time.instant().plus(one.lockRequest().lease()));
  }
}
