package io.walterfleet.release;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes the bytes of a download as they come. */
interface Sink {
  /** A try begins: what came before counts for nothing. */
  void begin() throws ReleaseException;

  /**
   * Takes the next bytes, all that remain in the buffer.
   *
   * @throws ReleaseException when there must be no more of them; the download ends, for good
   */
  void take(ByteBuffer bytes) throws ReleaseException;

  /** Keeps the bytes in memory, up to a limit. */
  final class Memory implements Sink {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Location from;
    private final int limit;

    Memory(Location from, int limit) {
      this.from = from;
      this.limit = limit;
    }

    @Override
    public void begin() {
      kept.reset();
    }

    @Override
    public void take(ByteBuffer bytes) throws ReleaseException {
      if (kept.size() + bytes.remaining() > limit) {
        throw new ReleaseException(
            from + " is longer than " + limit + " bytes, which no manifest is",
            "check that this is the address of Walter's release manifest");
      }
      byte[] next = new byte[bytes.remaining()];
      bytes.get(next);
      kept.writeBytes(next);
    }

    byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
