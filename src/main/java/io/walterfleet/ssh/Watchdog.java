package io.walterfleet.ssh;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Acts when something took too long.
 *
 * <p>One thread looks at the clock; the acts themselves run on threads of their own, because to
 * break a connection off politely may block as long as the connection does.
 */
final class Watchdog {
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, daemons("ssh clock"));
  private final ExecutorService hands =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          SECONDS,
          new SynchronousQueue<>(),
          daemons("ssh hand"));

  Watchdog() {
    clock.setRemoveOnCancelPolicy(true);
    // a long-running program makes one after another, and nobody closes them
    clock.setKeepAliveTime(IDLE_SECONDS, SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** What was to happen, until it is called off. */
  @FunctionalInterface
  interface Alarm extends AutoCloseable {
    /** Calls it off, if it has not happened. */
    @Override
    void close();
  }

  /** Acts once after this time. */
  Alarm after(Duration time, Runnable act) {
    Future<?> task =
        clock.schedule(() -> hands.execute(act), time.toMillis(), TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }

  /** Acts again and again. The act must not block. */
  Alarm every(Duration time, Runnable act) {
    long millis = time.toMillis();
    Future<?> task = clock.scheduleAtFixedRate(act, millis, millis, TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }

  /** Acts on a thread of its own. */
  void now(Runnable act) {
    hands.execute(act);
  }

  /** Work that may fail. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Works, and acts on another thread if that takes longer. */
  <E extends Exception> void guard(Duration time, Runnable tooLate, Work<E> work) throws E {
    Alarm alarm = after(time, tooLate);
    try {
      work.run();
    } finally {
      alarm.close();
    }
  }

  /** Threads that do not keep the program alive. */
  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
