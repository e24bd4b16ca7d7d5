package io.walterfleet.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does the same for many, so many at a time, and keeps the order of the answers. */
final class Parallel {
  private Parallel() {}

  /**
   * One answer for each item, in the order of the items.
   *
   * @param forks how many at a time, at least 1
   * @throws InterruptedException when the waiting thread is interrupted; what runs is interrupted
   *     too
   * @throws IllegalStateException when the work threw, which is a bug; the other items are brought
   *     to their end before
   */
  static <T, R> List<R> map(List<T> items, int forks, Function<T, R> work)
      throws InterruptedException {
    if (items.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(forks, items.size()), threads());
    try {
      List<Future<R>> futures = new ArrayList<>();
      items.forEach(item -> futures.add(pool.submit(() -> work.apply(item))));
      return ParallelExecutor.answers(futures);
    } finally {
      pool.shutdownNow();
    }
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "machine-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
