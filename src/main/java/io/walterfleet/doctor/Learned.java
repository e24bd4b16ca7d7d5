package io.walterfleet.doctor;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.ComposeCall;
import io.walterfleet.fleet.EnvKeys;
import io.walterfleet.fleet.ProductLayout;
import io.walterfleet.fleet.StackNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The keys of the inventory that findings ask for.
 *
 * @param keys by their names, such as {@code stack.project}, with one word unless it is a list;
 *     those on which findings agree
 * @param disputed the names of those on which they do not
 */
public record Learned(Map<String, List<String>> keys, List<String> disputed) {
  private static final Set<String> LISTS =
      Set.of("files", "envFiles", "profiles", "oneShots", "compose");

  public Learned {
    keys = Map.copyOf(keys);
    disputed = List.copyOf(disputed);
  }

  /** What these findings ask for. */
  public static Learned of(List<Finding> findings) {
    Map<String, List<List<String>>> wanted = new TreeMap<>();
    for (Finding finding : findings) {
      if (finding.verdict() == Finding.Verdict.CANNOT_BE_SEEN || !isKey(finding.subject())) {
        continue;
      }
      List<String> value = finding.value().isEmpty() ? List.of(finding.assumed()) : finding.value();
      List<List<String>> known = wanted.getOrDefault(finding.subject(), List.of());
      if (!known.contains(value)) {
        wanted.put(finding.subject(), plus(known, value));
      }
    }
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (Finding finding : findings) {
      boolean agreed = wanted.getOrDefault(finding.subject(), List.of()).size() == 1;
      if (agreed && !finding.value().isEmpty()) {
        keys.put(finding.subject(), finding.value());
      }
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

  private static List<List<String>> plus(List<List<String>> some, List<String> more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  /** The conventions with these keys instead of what they said. */
  public ProductLayout over(ProductLayout usual) {
    EnvKeys env = usual.envKeys();
    StackNames stack = usual.stack();
    return new ProductLayout(
        EnvKeys.of(key -> value("envKeys." + key.word(), env.name(key))),
        new StackNames(
            value("stack.project", stack.project()),
            value("stack.postgresVolume", stack.postgresVolume()),
            value("stack.stateVolume", stack.stateVolume()),
            value("stack.setupService", stack.setupService()),
            over(stack.call())));
  }

  private ComposeCall over(ComposeCall usual) {
    return new ComposeCall(
        keys.getOrDefault("stack.files", usual.files()),
        Optional.ofNullable(keys.get("stack.overlay"))
            .map(words -> words.get(0))
            .or(usual::overlay),
        keys.getOrDefault("stack.envFiles", usual.envFiles()),
        keys.getOrDefault("stack.profiles", usual.profiles()),
        keys.getOrDefault("stack.oneShots", usual.oneShots()),
        keys.getOrDefault("stack.compose", usual.command()));
  }

  /** Whether a key, such as {@code stack.files}, holds a list. */
  public static boolean isList(String key) {
    return LISTS.contains(key.substring(key.indexOf('.') + 1));
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
                .map(entry -> "  " + row(entry.getKey(), entry.getValue()) + "\n")
                .collect(joining());
    return rows.isEmpty() ? "" : name + ":\n" + rows;
  }

  private static String row(String key, List<String> words) {
    String quoted = words.stream().map(word -> '"' + word + '"').collect(joining(", "));
    String name = key.substring(key.indexOf('.') + 1);
    return name + ": " + (isList(key) ? "[" + quoted + "]" : quoted);
  }

  private String value(String key, String usual) {
    return keys.getOrDefault(key, List.of(usual)).get(0);
  }
}
