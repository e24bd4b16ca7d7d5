package io.walterfleet.fleet;

import java.time.Duration;
import java.util.List;

/**
 * When a machine counts as healthy after a change.
 *
 * @param timeout how long it may take to become ready
 * @param interval the time between two questions
 * @param healthyFor how long it must stay ready without a break
 * @param via from where it is asked
 * @param checks what must hold beside it
 */
public record Gate(
    Duration timeout, Duration interval, Duration healthyFor, Via via, List<Check> checks) {
  /** The values where the inventory says nothing. */
  public static final Gate DEFAULT =
      new Gate(Duration.ofMinutes(5), Duration.ofSeconds(2), Duration.ofSeconds(10), Via.TUNNEL);

  public Gate {
    checks = List.copyOf(checks);
  }

  /** A gate without checks. */
  public Gate(Duration timeout, Duration interval, Duration healthyFor, Via via) {
    this(timeout, interval, healthyFor, via, List.of());
  }

  /** From where health is asked. */
  public enum Via {
    /** Through the SSH connection, at 127.0.0.1 of the machine. */
    TUNNEL("tunnel"),
    /** From the controller, at the published host name; the certificate is verified. */
    DIRECT("direct");

    private final String word;

    Via(String word) {
      this.word = word;
    }

    /** The word in inventories. */
    public String word() {
      return word;
    }
  }
}
