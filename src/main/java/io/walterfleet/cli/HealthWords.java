package io.walterfleet.cli;

import io.walterfleet.health.Health;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The health of machines in words.
 *
 * @param byMachine in a few words, by machine name
 */
record HealthWords(Map<String, String> byMachine, boolean isAnyMigrationBlocked) {
  /** Nobody was asked. */
  static final HealthWords NONE = new HealthWords(Map.of(), false);

  static HealthWords of(Map<String, Health> answers) {
    Map<String, String> words = new LinkedHashMap<>();
    answers.forEach((name, health) -> words.put(name, words(health)));
    boolean blocked = answers.values().stream().anyMatch(Health.MigrationBlocked.class::isInstance);
    return new HealthWords(words, blocked);
  }

  private static String words(Health health) {
    if (health instanceof Health.Ready) {
      return "ready";
    }
    if (health instanceof Health.MigrationBlocked) {
      return "migration-blocked";
    }
    return health instanceof Health.Starting starting
        ? "not ready (" + starting.reason() + ")"
        : "not known (" + ((Health.Unaskable) health).reason() + ")";
  }
}
