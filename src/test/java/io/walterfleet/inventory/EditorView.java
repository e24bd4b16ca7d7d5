package io.walterfleet.inventory;

import java.io.StringReader;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An inventory as an editor hands it to the schema: by YAML 1.2's core schema, as JSON. */
final class EditorView {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,18}");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]{1,15}");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Map<String, JsonNode> WORDS =
      Map.of(
          "", JSON.nullNode(),
          "~", JSON.nullNode(),
          "null", JSON.nullNode(),
          "true", JSON.booleanNode(true),
          "false", JSON.booleanNode(false));

  private EditorView() {}

  static JsonNode of(String yaml) {
    return json(new Yaml(new LoaderOptions()).compose(new StringReader(yaml)));
  }

  private static JsonNode json(Node node) {
    if (node instanceof MappingNode mapping) {
      ObjectNode object = JSON.objectNode();
      mapping
          .getValue()
          .forEach(pair -> object.set(key(pair.getKeyNode()), json(pair.getValueNode())));
      return object;
    }
    if (node instanceof SequenceNode list) {
      return JSON.arrayNode()
          .addAll(list.getValue().stream().map(EditorView::json).collect(Collectors.toList()));
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.getScalarStyle() == ScalarStyle.PLAIN
        ? plain(scalar.getValue())
        : JSON.stringNode(scalar.getValue());
  }

  private static String key(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : node.toString();
  }

  private static JsonNode plain(String text) {
    if (WORDS.containsKey(text)) {
      return WORDS.get(text);
    }
    if (WHOLE.matcher(text).matches()) {
      return JSON.numberNode(Long.parseLong(text));
    }
    if (HEXADECIMAL.matcher(text).matches()) {
      return JSON.numberNode(Long.parseLong(text.substring(2), 16));
    }
    return FRACTION.matcher(text).matches()
        ? JSON.numberNode(Double.parseDouble(text))
        : JSON.stringNode(text);
  }
}
