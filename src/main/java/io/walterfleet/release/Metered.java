package io.walterfleet.release;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts what is read of the unpacked archive and stops at what is allowed.
 *
 * <p>Commons Compress 1.28 reads a PAX header of any length into memory (COMPRESS-723): what it may
 * read for the headers of one entry is therefore allowed here, entry by entry.
 */
final class Metered extends FilterInputStream {
  private final long total;
  private long count;
  private long marked;
  private long until;
  private String reason = "";

  /** More was read than is allowed. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;

    Exceeded(String reason) {
      super(reason);
    }

    /** What the archive has too much of. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  Metered(InputStream in, long total) {
    super(in);
    this.total = total;
    this.until = total;
  }

  /** Allows this many bytes from here on, but never more than the total. */
  void allow(long bytes, String otherwise) {
    boolean tighter = bytes < total - count;
    until = tighter ? count + bytes : total;
    reason = tighter ? otherwise : "unpacks to more than " + total + " bytes";
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    counted(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    counted(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    counted(skipped);
    return skipped;
  }

  @Override
  public synchronized void mark(int limit) {
    super.mark(limit);
    marked = count;
  }

  @Override
  public synchronized void reset() throws IOException {
    super.reset();
    count = marked;
  }

  private void counted(long read) throws Exceeded {
    count += read;
    if (count > until) {
      throw new Exceeded(reason);
    }
  }
}
