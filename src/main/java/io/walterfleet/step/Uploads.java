package io.walterfleet.step;

import io.walterfleet.remote.Input;
import io.walterfleet.step.StepRequest.Payload;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many machines are sent the bundle at a time, and how fast all of them together.
 *
 * <p>An upload that has to wait does so on the thread of its machine, so at most as many wait as
 * there are machines at a time; all else goes on.
 */
public final class Uploads {
  /** A slice is small enough for a rate to hold over a tenth of a second or so. */
  private static final int SLICE = 16 * 1024;

  private final Semaphore turns;
  private final OptionalLong bytesPerSecond;
  private long next = System.nanoTime();

  /**
   * Limits for one run.
   *
   * @param atATime at least 1
   * @param bytesPerSecond of all uploads together, at least 1; empty for no limit
   */
  public Uploads(int atATime, OptionalLong bytesPerSecond) {
    this.turns = new Semaphore(atATime, true);
    this.bytesPerSecond = bytesPerSecond;
  }

  /** The same payload, sent within these limits. */
  public Payload limit(Payload payload) {
    return new Payload(payload.sha256(), payload.size(), limited(payload.bytes()));
  }

  private Input limited(Input bytes) {
    return out -> {
      try {
        turns.acquire();
      } catch (InterruptedException stop) {
        throw interrupted();
      }
      try {
        bytes.writeTo(bytesPerSecond.isPresent() ? new Paced(out) : out);
      } finally {
        turns.release();
      }
    };
  }

  /** Reserves the time that so many bytes take, and waits until it begins. */
  private void awaitTurnOf(int bytes) throws InterruptedIOException {
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      long start = Math.max(now, next);
      next = start + TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond.orElseThrow();
      wait = start - now;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(wait);
    } catch (InterruptedException stop) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted before the bundle was sent");
  }

  /** A stream that waits before each slice. */
  private final class Paced extends FilterOutputStream {
    Paced(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int single) throws IOException {
      awaitTurnOf(1);
      out.write(single);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int sent = 0; sent < length; sent += SLICE) {
        int slice = Math.min(SLICE, length - sent);
        awaitTurnOf(slice);
        out.write(bytes, from + sent, slice);
      }
    }
  }
}
