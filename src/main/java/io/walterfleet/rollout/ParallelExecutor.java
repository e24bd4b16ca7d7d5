package io.walterfleet.rollout;

import java.util.List;
import java.util.function.Function;

/** Those who do the same for many machines, side by side. */
@FunctionalInterface
public interface ParallelExecutor {
  /**
   * One answer for each item, in the order of the items.
   *
   * @param forks how many at a time, at least 1
   * @throws InterruptedException when the waiting thread is interrupted; what runs is interrupted
   *     too
   * @throws IllegalStateException when the work threw, which is a bug; the other items are brought
   *     to their end before
   */
  <T, R> List<R> map(List<T> items, int forks, Function<T, R> work) throws InterruptedException;
}
