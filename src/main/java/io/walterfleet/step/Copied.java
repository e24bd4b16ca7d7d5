package io.walterfleet.step;

import java.time.Duration;

/**
 * What a step copied, and for how long while Walter still ran.
 *
 * @param bytes of data; 0 where it copies none, or did not say
 * @param ahead how long it had worked when it stopped the stack; zero where it stops nothing, or
 *     did not say
 */
public record Copied(long bytes, Duration ahead) {
  /** Nothing, as far as is known. */
  public static final Copied NOTHING = new Copied(0, Duration.ZERO);
}
