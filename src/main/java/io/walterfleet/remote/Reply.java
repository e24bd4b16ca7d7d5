package io.walterfleet.remote;

/**
 * What a program on a machine answered.
 *
 * @param exit its exit status, 0 to 255; never a guess
 * @param out what it wrote to standard output, at most {@link #LIMIT} bytes, malformed UTF-8 kept
 *     as U+FFFD
 * @param err what it wrote to standard error, with the same limit
 * @param truncated one of the two was longer than the limit
 */
public record Reply(int exit, String out, String err, boolean truncated) {
  /** The most bytes of each stream that are kept, its last ones; the rest is read and dropped. */
  public static final int LIMIT = 1 << 20;
}
