package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Pause;
import io.walterfleet.rollout.Parallel;
import io.walterfleet.rollout.ParallelExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Time that passes only while all wait, and workers in it of whom one works at a time.
 *
 * <ol>
 *   <li>Whoever works goes on until it waits for a certain time, or ends; it holds the turn, and
 *       nobody else runs.
 *   <li>Then whoever waits for the earliest time gets the turn, and that time is now. Of those who
 *       wait for the same time, it is the one who began to wait first.
 *   <li>So the order in which things happen depends on the times alone, never on the threads.
 * </ol>
 */
public final class VirtualTime implements InstantSource, Pause, ParallelExecutor {
  /** When every rehearsal begins. */
  public static final Instant BEGIN = Instant.EPOCH;

  private final PriorityQueue<Turn> waiting =
      new PriorityQueue<>(Comparator.comparing(Turn::at).thenComparingLong(Turn::number));
  private final Semaphore given = new Semaphore(0);
  private final ThreadLocal<Optional<Semaphore>> own = ThreadLocal.withInitial(Optional::empty);
  private Instant now = BEGIN;
  private long turns;

  /** A worker that goes on at this time, when its semaphore is released. */
  private record Turn(Instant at, long number, Semaphore go) {}

  @Override
  public Instant instant() {
    return now;
  }

  /** How long it is since the beginning. */
  public Duration passed() {
    return Duration.between(BEGIN, now);
  }

  @Override
  public void of(Duration duration) throws InterruptedException {
    Instant end = now.plus(duration);
    Optional<Semaphore> worker = own.get();
    if (worker.isEmpty()) {
      now = end;
      return;
    }
    line(end, worker.get());
    given.release();
    worker.get().acquire();
  }

  @Override
  public <T, R> List<R> map(List<T> items, int forks, Function<T, R> work)
      throws InterruptedException {
    List<FutureTask<R>> tasks = new ArrayList<>();
    items.forEach(item -> tasks.add(new FutureTask<>(() -> work.apply(item))));
    AtomicInteger next = new AtomicInteger();
    for (int i = 0; i < Math.min(forks, items.size()); i++) {
      Semaphore go = new Semaphore(0);
      line(now, go);
      start(i, go, () -> workOff(tasks, next));
    }
    while (!waiting.isEmpty()) {
      Turn turn = waiting.remove();
      now = turn.at();
      turn.go().release();
      given.acquire();
    }
    return Parallel.answers(tasks);
  }

  private static <R> void workOff(List<FutureTask<R>> tasks, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
      tasks.get(i).run();
    }
  }

  private void start(int number, Semaphore go, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              go.acquireUninterruptibly();
              own.set(Optional.of(go));
              work.run();
              given.release();
            },
            "rehearsed-" + (number + 1));
    thread.setDaemon(true);
    thread.start();
  }

  private void line(Instant at, Semaphore go) {
    turns++;
    waiting.add(new Turn(at, turns, go));
  }
}
