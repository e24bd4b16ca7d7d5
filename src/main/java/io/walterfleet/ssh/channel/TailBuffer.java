package io.walterfleet.ssh.channel;

import io.walterfleet.remote.Reply;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The end of one output stream of a program, as much as a reply holds; the rest is dropped.
 *
 * <p>What a login shell prints of its own comes first, and an answer after it: a shell that prints
 * megabytes must not push the answer out.
 */
final class TailBuffer extends OutputStream {
  private final ByteArrayOutputStream older = new ByteArrayOutputStream();
  private final ByteArrayOutputStream newer = new ByteArrayOutputStream();
  private final Runnable whenClosed;
  private boolean truncated;

  /**
   * Nothing yet.
   *
   * @param whenClosed called when the stream ends, maybe more than once
   */
  TailBuffer(Runnable whenClosed) {
    this.whenClosed = whenClosed;
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] more, int from, int length) {
    int rest = length;
    while (rest > 0) {
      int part = Math.min(rest, Reply.LIMIT - newer.size());
      newer.write(more, from + length - rest, part);
      rest -= part;
      if (newer.size() == Reply.LIMIT) {
        turn();
      }
    }
  }

  /** Two buffers of the full size hold whatever end of it is asked for. */
  private void turn() {
    truncated |= older.size() > 0;
    older.reset();
    older.writeBytes(newer.toByteArray());
    newer.reset();
  }

  @Override
  public void close() {
    whenClosed.run();
  }

  synchronized String text() {
    byte[] old = older.toByteArray();
    int kept = Math.min(old.length, Reply.LIMIT - newer.size());
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    end.write(old, old.length - kept, kept);
    end.writeBytes(newer.toByteArray());
    return end.toString(StandardCharsets.UTF_8);
  }

  synchronized boolean isTruncated() {
    return truncated || (older.size() > 0 && newer.size() > 0);
  }
}
