package io.walterfleet.ssh.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a forwarded port sends, from the thread that receives it to the one that reads it.
 *
 * <p>The JDK's own pipe breaks when the thread that read last has ended, and knows no deadline.
 */
final class ChannelInputStream {
  /** How much may wait to be read; then the receiving thread waits. */
  private static final int ROOM = 1 << 20;

  private final Duration patience;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int first;
  private int size;
  private boolean ended;
  private boolean abandoned;

  /**
   * An empty one.
   *
   * @param patience how long a read waits; zero means for ever
   */
  ChannelInputStream(Duration patience) {
    this.patience = patience;
  }

  /** Where the received bytes go; closing it is the end of the stream. */
  OutputStream entry() {
    return new OutputStream() {
      @Override
      public void write(int single) throws IOException {
        put(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        put(bytes, from, length);
      }

      @Override
      public void close() {
        end();
      }
    };
  }

  /** Where they are read. */
  InputStream exit() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] single = new byte[1];
        return take(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return take(bytes, from, length);
      }

      @Override
      public int available() {
        return waitingBytes();
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }

  /** No more is read; what still comes is dropped, and a waiting reader gets an error. */
  synchronized void abandon() {
    abandoned = true;
    waiting.clear();
    size = 0;
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized int waitingBytes() {
    return size;
  }

  private synchronized void put(byte[] bytes, int from, int length) throws IOException {
    while (size >= ROOM && !abandoned) {
      pause(0);
    }
    if (abandoned || length == 0) {
      return;
    }
    byte[] copy = new byte[length];
    System.arraycopy(bytes, from, copy, 0, length);
    waiting.add(copy);
    size += length;
    notifyAll();
  }

  private synchronized int take(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    awaitBytes();
    if (size == 0) {
      return -1;
    }
    byte[] head = waiting.element();
    int taken = Math.min(length, head.length - first);
    System.arraycopy(head, first, bytes, from, taken);
    first += taken;
    size -= taken;
    if (first == head.length) {
      waiting.remove();
      first = 0;
    }
    notifyAll();
    return taken;
  }

  private void awaitBytes() throws IOException {
    long start = System.nanoTime();
    while (size == 0 && !ended && !abandoned) {
      long left = patience.toMillis() - (System.nanoTime() - start) / 1_000_000;
      if (!patience.isZero() && left <= 0) {
        throw new SocketTimeoutException("no answer within " + patience.toSeconds() + " s");
      }
      pause(patience.isZero() ? 0 : left);
    }
    if (abandoned) {
      throw new IOException("the stream was closed");
    }
  }

  @SuppressWarnings("WaitNotInLoop") // both callers loop
  private void pause(long millis) throws InterruptedIOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
