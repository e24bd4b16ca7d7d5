package io.walterfleet.rollout;

import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody's wish that a run should end: what runs is finished, nothing new is begun. */
public final class Interrupt {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean heeded = new AtomicBoolean();

  /** Asks the run to end; true when it had not been asked before. */
  public boolean request() {
    return requested.compareAndSet(false, true);
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
