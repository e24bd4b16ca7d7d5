package io.walterfleet.ssh;

import io.walterfleet.remote.Reply;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The start of one output stream of a program, as much as a reply holds; the rest is dropped. */
final class Kept extends OutputStream {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Runnable whenClosed;
  private boolean truncated;

  /**
   * Nothing yet.
   *
   * @param whenClosed called when the stream ends, maybe more than once
   */
  Kept(Runnable whenClosed) {
    this.whenClosed = whenClosed;
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] more, int from, int length) {
    int room = Reply.LIMIT - bytes.size();
    bytes.write(more, from, Math.min(length, room));
    truncated |= length > room;
  }

  @Override
  public void close() {
    whenClosed.run();
  }

  synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  synchronized boolean isTruncated() {
    return truncated;
  }
}
