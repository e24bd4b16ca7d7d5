package io.walterfleet.ssh.channel;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.walterfleet.ssh.protocol.Daemons;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Acts when something took too long.
 *
 * <p>One thread looks at the clock; the acts themselves run on threads of their own, because to
 * break a connection off politely may block as long as the connection does.
 */
public final class Watchdog {
  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(1, Daemons.called("ssh clock"));
  private final ExecutorService hands =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          SECONDS,
          new SynchronousQueue<>(),
          Daemons.called("ssh hand"));

  public Watchdog() {
    clock.setRemoveOnCancelPolicy(true);
    // a long-running program makes one after another, and nobody closes them
    clock.setKeepAliveTime(IDLE_SECONDS, SECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** What was to happen, until it is called off. */
  @FunctionalInterface
  public interface Alarm extends AutoCloseable {
    /** Calls it off, if it has not happened. */
    @Override
    void close();
  }

  /** Acts once after this time, on another thread, unless it is called off before. */
  public Alarm after(Duration time, Runnable act) {
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
}
