package io.walterfleet.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Those who do the same for many machines, side by side. */
@FunctionalInterface
public interface ParallelExecutor {
  /** A thread each, in the time that there really is. */
  ParallelExecutor THREADS = Parallel::map;

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

  /**
   * What each of these comes to, in their order.
   *
   * @throws IllegalStateException when one of them threw, once all have ended
   */
  static <R> List<R> answers(List<? extends Future<R>> futures) throws InterruptedException {
    List<R> answers = new ArrayList<>();
    List<Throwable> bugs = new ArrayList<>();
    for (Future<R> future : futures) {
      try {
        answers.add(future.get());
      } catch (ExecutionException bug) {
        bugs.add(bug.getCause());
      }
    }
    if (!bugs.isEmpty()) {
      IllegalStateException all = new IllegalStateException(bugs.get(0));
      bugs.stream().skip(1).forEach(all::addSuppressed);
      throw all;
    }
    return answers;
  }
}
