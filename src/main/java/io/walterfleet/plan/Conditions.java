package io.walterfleet.plan;

import io.walterfleet.plan.Condition.State;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How Walter is on the machines of a fleet.
 *
 * @param byMachine by name; a machine without an install, and one that was not asked, is not in it
 */
public record Conditions(Map<String, Condition> byMachine) {
  /** Nobody was asked. */
  public static final Conditions NONE = new Conditions(Map.of());

  public Conditions {
    byMachine = Collections.unmodifiableMap(new LinkedHashMap<>(byMachine));
  }

  /** How it is on this machine. */
  public Optional<Condition> of(String machine) {
    return Optional.ofNullable(byMachine.get(machine));
  }

  /** True when this machine was asked, and somebody must look. */
  public boolean isUnhealthy(String machine) {
    return of(machine).filter(Condition::isUnhealthy).isPresent();
  }

  /** The machines at which somebody must look. */
  public List<String> unhealthy() {
    return byMachine.keySet().stream().filter(this::isUnhealthy).toList();
  }

  /** How many machines are so; a state that none has is not in it. */
  public Map<State, Integer> counts() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    byMachine.values().forEach(one -> counts.merge(one.state(), 1, Integer::sum));
    return counts;
  }

  /** The same without these machines. */
  public Conditions without(Collection<String> machines) {
    Map<String, Condition> rest = new LinkedHashMap<>(byMachine);
    rest.keySet().removeAll(machines);
    return new Conditions(rest);
  }
}
