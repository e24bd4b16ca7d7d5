package io.walterfleet.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a server sends of a thing, counted as it comes.
 *
 * @param count raised by each byte, so that another thread can see progress
 */
record Received(InputStream body, AtomicLong count) {
  private static final int BLOCK = 16 << 10;

  /**
   * Hands all of it to the sink.
   *
   * @throws ReleaseException when the sink must not have more of it
   */
  void into(Sink sink) throws IOException, ReleaseException {
    sink.begin();
    byte[] block = new byte[BLOCK];
    for (int length = body.read(block); length >= 0; length = body.read(block)) {
      count.addAndGet(length);
      sink.take(ByteBuffer.wrap(block, 0, length));
    }
  }
}
