package io.walterfleet.format;

import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Conditions;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How Walter is, as the JSON of status, drift and plan has it. */
final class HealthJson {
  private HealthJson() {}

  /** How many machines somebody must look at, and how many could not be asked. */
  static void summary(Conditions health, ObjectNode summary) {
    Map<State, Integer> counts = health.counts();
    summary.put("unhealthy", health.unhealthy().size());
    summary.put("healthUnknown", counts.getOrDefault(State.UNKNOWN, 0).intValue());
  }

  /** One machine's; nothing when it was not asked. */
  static void machine(Optional<Condition> condition, ObjectNode machine) {
    condition.ifPresent(
        one ->
            machine
                .putObject("health")
                .put("state", one.state().word())
                .put("reason", one.reason())
                .put("fix", one.fix()));
  }
}
