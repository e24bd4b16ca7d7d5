package io.walterfleet.fleet;

import java.util.Set;

/** Somebody who is told of some occasions. */
public record Receiver(Channel channel, Set<Occasion> on) {
  public Receiver {
    on = Set.copyOf(on);
  }
}
