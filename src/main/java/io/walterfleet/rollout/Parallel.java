package io.walterfleet.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does the same for many, so many at a time, and keeps the order of the answers. */
public final class Parallel {
  private Parallel() {}

  /** A {@link ParallelExecutor} with a thread each, in the time that there really is. */
  static <T, R> List<R> map(List<T> items, int forks, Function<T, R> work)
      throws InterruptedException {
    if (items.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(forks, items.size()), threads());
    try {
      List<Future<R>> futures = new ArrayList<>();
      items.forEach(item -> futures.add(pool.submit(() -> work.apply(item))));
      return answers(futures);
    } finally {
      pool.shutdownNow();
    }
  }

  /**
   * What each of these comes to, in their order.
   *
   * @throws IllegalStateException when one of them threw, once all have ended
   */
  public static <R> List<R> answers(List<? extends Future<R>> futures) throws InterruptedException {
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

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "machine-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
