package io.walterfleet.rollout;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Somebody's wish that a run should end: what runs is finished, nothing new is begun. */
public final class Interrupt {
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicBoolean heeded = new AtomicBoolean();
  private final BooleanSupplier closed;
  private final Entrance entrance;

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
    this(closed, group -> Optional.empty());
  }

  /**
   * Nobody wishes so yet.
   *
   * @param entrance tells which machines may begin now
   */
  public Interrupt(BooleanSupplier closed, Entrance entrance) {
    this.closed = closed;
    this.entrance = entrance;
  }

  /** Whoever knows when machines may be begun. */
  @FunctionalInterface
  public interface Entrance {
    /** Why a machine of this group may not be begun now; empty where it may. */
    Optional<Closure> closed(String group);
  }

  /** Why something may not be begun, and what can be done about it, which may be empty. */
  public record Closure(String reason, String fix) {}

  /** Why a machine of this group may not be begun now; empty where it may. */
  Optional<Closure> closed(String group) {
    return entrance.closed(group);
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
