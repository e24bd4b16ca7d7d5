package io.walterfleet.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The last of what a stream says, which is read to its end all the same. */
final class OutputTail {
  static final int MOST_BYTES = 16 << 10;

  private static final String LEFT_OUT = "(what came before is left out)\n";

  private final byte[] ring = new byte[MOST_BYTES];
  private final InputStream stream;
  private final Thread reader;
  private long read;

  private OutputTail(InputStream stream) {
    this.stream = stream;
    this.reader = new Thread(this::drain, "program-output");
    reader.setDaemon(true);
  }

  /** Begins to read. */
  static OutputTail of(InputStream stream) {
    OutputTail outputTail = new OutputTail(stream);
    outputTail.reader.start();
    return outputTail;
  }

  /** What was said; waits for the end for so long at most: others may hold the stream open. */
  String text(Duration patience) throws InterruptedException {
    reader.join(patience.toMillis());
    synchronized (ring) {
      int kept = (int) Math.min(read, MOST_BYTES);
      byte[] bytes = new byte[kept];
      for (int i = 0; i < kept; i++) {
        bytes[i] = ring[(int) ((read - kept + i) % MOST_BYTES)];
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return read <= MOST_BYTES ? text : LEFT_OUT + text.substring(text.indexOf('\n') + 1);
    }
  }

  private void drain() {
    byte[] chunk = new byte[8 << 10];
    try (stream) {
      for (int size = stream.read(chunk); size >= 0; size = stream.read(chunk)) {
        keep(chunk, size);
      }
    } catch (IOException closed) {
      // there is no more
    }
  }

  private void keep(byte[] chunk, int size) {
    synchronized (ring) {
      for (int i = 0; i < size; i++) {
        ring[(int) (read % MOST_BYTES)] = chunk[i];
        read++;
      }
    }
  }
}
