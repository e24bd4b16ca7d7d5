package io.walterfleet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** YAML files of others, as JSON. */
final class Yaml {
  private Yaml() {}

  /** The only document of the file. */
  static String json(Path file) throws IOException {
    return JsonMapper.shared().writeValueAsString(tree(file));
  }

  /** The same as maps, lists and scalars. */
  static Map<String, Object> tree(Path file) throws IOException {
    org.yaml.snakeyaml.Yaml yaml =
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
    Map<Object, Object> document = yaml.load(Files.readString(file));
    Map<String, Object> tree = new LinkedHashMap<>();
    // YAML 1.1 takes the key 'on' for a truth value; GitHub does not
    document.forEach((key, value) -> tree.put(key.equals(true) ? "on" : key.toString(), value));
    return tree;
  }
}
