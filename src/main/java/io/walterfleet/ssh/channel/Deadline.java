package io.walterfleet.ssh.channel;

import io.walterfleet.fleet.Seconds;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.time.Duration;

/**
 * How long one command may take.
 *
 * @param whole altogether
 * @param end when that is over, by {@link System#nanoTime()}
 */
record Deadline(Duration whole, long end) {
  /** From now on. */
  static Deadline of(Duration whole) {
    return new Deadline(whole, System.nanoTime() + whole.toNanos());
  }

  /** How much is left; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  /** How much is left, and no more than this. */
  Duration left(Duration most) {
    Duration left = left();
    return left.compareTo(most) < 0 ? left : most;
  }

  boolean isOver() {
    return left().isZero();
  }

  /** What to say when it is over. */
  RemoteException timedOut() {
    return new RemoteException(
        Kind.TIMED_OUT,
        "the command did not end within " + Seconds.of(whole) + "; it may still run",
        "look at the load of the machine");
  }
}
