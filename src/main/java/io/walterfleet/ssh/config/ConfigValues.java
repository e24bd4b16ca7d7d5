package io.walterfleet.ssh.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the ssh config says of one address, as {@code ssh -G} prints it.
 *
 * @param values by keyword in lower case, in order
 */
record ConfigValues(Map<String, List<String>> values) {
  /** Nothing beyond ssh's defaults. */
  static final ConfigValues NONE = new ConfigValues(Map.of());

  ConfigValues {
    values = Map.copyOf(values);
  }

  /** Reads lines of a keyword and its value. */
  static ConfigValues parse(String lines) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      String[] parts = line.strip().split("\\s+", 2);
      if (parts.length == 2) {
        values.computeIfAbsent(ConfigKeywords.of(parts[0]), key -> new ArrayList<>()).add(parts[1]);
      }
    }
    return new ConfigValues(values);
  }

  /** The value of a keyword; {@code none} is no value. */
  Optional<String> first(String keyword) {
    return all(keyword).stream().findFirst();
  }

  /** All values of a keyword that may stand more than once. */
  List<String> all(String keyword) {
    return values.getOrDefault(keyword, List.of()).stream()
        .filter(value -> !value.equalsIgnoreCase("none"))
        .toList();
  }

  /** Whether the keyword is there, {@code none} included. */
  boolean has(String keyword) {
    return values.containsKey(keyword);
  }
}
