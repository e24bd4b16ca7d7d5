package io.walterfleet.rehearsal;

import java.util.List;

/**
 * What a rehearsal supposes.
 *
 * @param faults what may go wrong
 * @param seed decides whom a fault with a rate strikes
 * @param forks how many machines are worked on at a time, at most
 */
public record Scenario(List<Fault> faults, long seed, Assumptions assumed, int forks) {
  public Scenario {
    faults = List.copyOf(faults);
  }
}
