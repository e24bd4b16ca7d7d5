package io.walterfleet.rollout;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Somebody's wish that a run should end: what runs is finished, nothing new is begun. */
public final class Interrupt {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean heeded = new AtomicBoolean();
  private final BooleanSupplier closed;

  /** Nobody wishes so yet. */
  public Interrupt() {
    this(() -> false);
  }

  /**
   * Nobody wishes so yet.
   *
   * @param closed true when the time for beginning is over: machines that have begun go on to their
   *     end, others are not begun
   */
  public Interrupt(BooleanSupplier closed) {
    this.closed = closed;
  }

  /** Asks the run to end; true when it had not been asked before. */
  public boolean request() {
    return requested.compareAndSet(false, true);
  }

  /** True when no further machine may begin, though those that have begun go on. */
  public boolean isClosed() {
    return closed.getAsBoolean();
  }

  /** True once the run should end. */
  public boolean isRequested() {
    return requested.get();
  }

  /** Notes that something was left undone because of it; a run that was through is not cut. */
  void leaveUndone() {
    heeded.set(true);
  }

  /** True when something was left undone because of it. */
  boolean hasCut() {
    return heeded.get();
  }
}
