package io.walterfleet.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines with which a person logs in to machines, to be pasted where something is wrong there.
 *
 * @param lines by the names of the machines
 */
public record Logins(Map<String, String> lines) {
  /** Where nobody knows how a machine is reached. */
  public static final Logins NONE = new Logins(Map.of());

  public Logins {
    lines = Map.copyOf(lines);
  }

  /** The line for one machine. */
  public Optional<String> of(String machine) {
    return Optional.ofNullable(lines.get(machine));
  }

  /** Where to look at what is wrong with some machines in the same way: at the first of them. */
  public Optional<String> look(List<String> machines) {
    return of(machines.get(0))
        .map(
            line ->
                machines.size() == 1
                    ? "look there: " + line
                    : "look at " + machines.get(0) + ", for one: " + line);
  }
}
