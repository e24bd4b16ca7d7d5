package io.walterfleet.doctor;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.Conventions;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.StackNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys of the inventory that findings ask for.
 *
 * @param keys by their names, such as {@code stack.project}; those on which findings agree
 * @param disputed the names of those on which they do not
 */
public record Learned(Map<String, String> keys, List<String> disputed) {
  public Learned {
    keys = Map.copyOf(keys);
    disputed = List.copyOf(disputed);
  }

  /** What these findings ask for. */
  public static Learned of(List<Finding> findings) {
    Map<String, List<String>> wanted = new TreeMap<>();
    for (Finding finding : findings) {
      if (finding.verdict() == Finding.Verdict.CANNOT_BE_SEEN || !isKey(finding.subject())) {
        continue;
      }
      String value = finding.value().orElse(finding.assumed());
      List<String> known = wanted.getOrDefault(finding.subject(), List.of());
      if (!known.contains(value)) {
        wanted.put(finding.subject(), plus(known, value));
      }
    }
    Map<String, String> keys = new LinkedHashMap<>();
    for (Finding finding : findings) {
      finding
          .value()
          .filter(value -> wanted.getOrDefault(finding.subject(), List.of()).size() == 1)
          .ifPresent(value -> keys.put(finding.subject(), value));
    }
    return new Learned(
        keys,
        wanted.entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList());
  }

  private static boolean isKey(String subject) {
    return subject.startsWith("envKeys.") || subject.startsWith("stack.");
  }

  private static List<String> plus(List<String> some, String more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** The conventions with these keys instead of what they said. */
  public Conventions over(Conventions usual) {
    EnvKeys env = usual.envKeys();
    StackNames stack = usual.stack();
    return new Conventions(
        new EnvKeys(
            value("envKeys.image", env.image()),
            value("envKeys.host", env.host()),
            value("envKeys.mode", env.mode()),
            value("envKeys.httpsPort", env.httpsPort()),
            value("envKeys.httpPort", env.httpPort())),
        new StackNames(
            value("stack.project", stack.project()),
            value("stack.postgresVolume", stack.postgresVolume()),
            value("stack.stateVolume", stack.stateVolume()),
            value("stack.setupService", stack.setupService()),
            stack.call()));
  }

  /** The keys as YAML, to be put into an inventory; empty when there is none. */
  public String yaml() {
    return List.of("envKeys", "stack").stream()
        .map(this::section)
        .filter(text -> !text.isEmpty())
        .collect(joining());
  }

  private String section(String name) {
    String rows =
        new TreeMap<>(keys)
            .entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name + "."))
                .map(
                    entry ->
                        "  %s: \"%s\"\n"
                            .formatted(
                                entry.getKey().substring(name.length() + 1), entry.getValue()))
                .collect(joining());
    return rows.isEmpty() ? "" : name + ":\n" + rows;
  }

  private String value(String key, String usual) {
    return keys.getOrDefault(key, usual);
  }
}
