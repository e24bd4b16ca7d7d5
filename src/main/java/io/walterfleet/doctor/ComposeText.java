package io.walterfleet.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A Compose file as far as its words tell what it needs; what it interpolates is not known. */
final class ComposeText {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");
  private static final int DEPTH = 50;

  private final Map<String, Object> root;

  private ComposeText(Map<String, Object> root) {
    this.root = root;
  }

  /** The file of this text; empty where it is no mapping. */
  static Optional<ComposeText> of(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(DEPTH);
    options.setNestingDepthLimit(DEPTH);
    try {
      Object loaded = new Yaml(new SafeConstructor(options)).load(text);
      return loaded instanceof Map<?, ?> map
          ? Optional.of(new ComposeText(named(map)))
          : Optional.empty();
    } catch (YAMLException unreadable) {
      return Optional.empty();
    }
  }

  Optional<String> name() {
    return Optional.ofNullable(root.get("name")).map(String::valueOf);
  }

  Map<String, Map<String, Object>> services() {
    Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    in(root, "services").forEach((name, value) -> services.put(name, mapping(value)));
    return services;
  }

  /** The names that docker will know the volumes by, by their names in the file. */
  Map<String, String> volumes(String project) {
    Map<String, String> volumes = new LinkedHashMap<>();
    in(root, "volumes")
        .forEach(
            (name, value) ->
                volumes.put(
                    name,
                    Optional.ofNullable(mapping(value).get("name"))
                        .map(String::valueOf)
                        .orElse(project + "_" + name)));
    return volumes;
  }

  /** All texts below a key of a service, those of a mapping as {@code name=value}. */
  static List<String> texts(Map<String, Object> service, String key) {
    Object value = service.getOrDefault(key, List.of());
    if (value instanceof Map<?, ?> map) {
      return named(map).entrySet().stream()
          .map(entry -> entry.getKey() + "=" + entry.getValue())
          .toList();
    }
    Collection<?> all = value instanceof Collection<?> some ? some : List.of(value);
    List<String> texts = new ArrayList<>();
    for (Object one : all) {
      texts.add(one instanceof Map<?, ?> map ? inShort(named(map)) : String.valueOf(one));
    }
    return texts;
  }

  /** A port or a mount in the long form, as in the short one. */
  private static String inShort(Map<String, Object> form) {
    Object from =
        form.getOrDefault("published", form.getOrDefault("source", form.getOrDefault("path", "")));
    return from + ":" + form.getOrDefault("target", "");
  }

  /** The variables that a text refers to. */
  static List<String> variables(String text) {
    return VARIABLE.matcher(text).results().map((MatchResult one) -> one.group(1)).toList();
  }

  private static Map<String, Object> in(Map<String, Object> from, String key) {
    return mapping(from.getOrDefault(key, ""));
  }

  private static Map<String, Object> mapping(Object value) {
    return value instanceof Map<?, ?> map ? named(map) : Map.of();
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (key != null) {
            named.put(String.valueOf(key), value == null ? "" : value);
          }
        });
    return named;
  }
}
