package io.walterfleet.rollout;

import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Observation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What reading all machines of a fleet gave.
 *
 * @param seen by machine name, every machine of the fleet
 * @param health how Walter is on those that were asked
 */
public record Survey(Map<String, Observation> seen, Conditions health) {
  public Survey {
    seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
  }
}
