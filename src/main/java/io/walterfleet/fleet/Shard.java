package io.walterfleet.fleet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One of several shares of a fleet, each for a controller of its own. Every machine is in exactly
 * one of them, always the same, whatever other machines there are: the first four bytes of the
 * SHA-256 of its name, as a whole number, divided by the number of shares leave the index.
 *
 * @param index from 0
 * @param count how many shares there are, at least 1
 */
public record Shard(int index, int count) {
  /** All machines. */
  public static final Shard WHOLE = new Shard(0, 1);

  public Shard {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("there is no share " + index + " of " + count);
    }
  }

  /** True when the machine is in this share. */
  public boolean holds(String machine) {
    byte[] sum = sha256(machine.getBytes(StandardCharsets.UTF_8));
    long number = 0;
    for (int i = 0; i < 4; i++) {
      number = (number << 8) | (sum[i] & 0xff);
    }
    return number % count == index;
  }

  /** The machines of this share. */
  public Fleet of(Fleet fleet) {
    return fleet.with(fleet.machines().stream().filter(machine -> holds(machine.name())).toList());
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
