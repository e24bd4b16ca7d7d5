package io.walterfleet.watch;

import io.walterfleet.rollout.Interrupt;
import java.util.Optional;

/**
 * The wish that a watch should end, from another thread.
 *
 * <p>Whatever changes nothing is interrupted at once; a correction is asked to end, since its
 * machines must not be left in the middle of a step.
 */
final class Stop {
  private boolean requested;
  private Optional<Thread> watcher = Optional.empty();
  private Optional<Interrupt> correction = Optional.empty();

  /** The watch begins, on this thread. */
  synchronized void begin(Thread thread) {
    watcher = Optional.of(thread);
  }

  /** The watch is over; its thread goes on without a trace of the wish. */
  synchronized void end() {
    watcher = Optional.empty();
    Thread.interrupted();
  }

  synchronized void request() {
    requested = true;
    if (correction.isPresent()) {
      correction.get().request();
    } else {
      watcher.ifPresent(Thread::interrupt);
    }
  }

  synchronized boolean isRequested() {
    return requested;
  }

  /** A correction begins; false when it should not, because the watch ends. */
  synchronized boolean correctionBegins(Interrupt interrupt) {
    if (requested) {
      return false;
    }
    correction = Optional.of(interrupt);
    return true;
  }

  synchronized void correctionEnds() {
    correction = Optional.empty();
  }
}
