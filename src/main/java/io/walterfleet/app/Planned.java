package io.walterfleet.app;

import io.walterfleet.fleet.Manifest;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import java.util.Map;
import java.util.Optional;

/**
 * A plan, what it was made from, and how Walter is where that was asked.
 *
 * @param manifest absent where none could be read, and where the plan was not made from it
 */
public record Planned(
    Plan plan, Map<String, Observation> seen, Conditions health, Optional<Manifest> manifest) {
  public Planned {
    seen = Map.copyOf(seen);
  }
}
