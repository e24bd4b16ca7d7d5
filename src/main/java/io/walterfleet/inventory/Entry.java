package io.walterfleet.inventory;

import io.walterfleet.fleet.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One key of a mapping, and its value.
 *
 * @param key as it stands in the file, whatever YAML takes it for ({@code on} and {@code no} are
 *     truth values to YAML 1.1)
 * @param place the place of the key
 */
record Entry(String key, Place place, Cursor value) {
  /** The entries of a mapping, repeated keys too; none, and a problem, if it is no mapping. */
  static List<Entry> all(Cursor mapping) {
    if (!(mapping.node() instanceof MappingNode node)) {
      report(mapping);
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      key(mapping, tuple.getKeyNode())
          .ifPresent(key -> entries.add(entry(mapping, key, tuple.getValueNode())));
    }
    return entries;
  }

  private static void report(Cursor cursor) {
    if (cursor.isEmpty()) {
      cursor.refuse("has no value", "give it a value, or remove the key");
    } else {
      cursor.refuse(
          "is " + cursor.kind() + ", but must be a mapping", "write keys and values: 'key: value'");
    }
  }

  private static Entry entry(Cursor mapping, ScalarNode key, Node value) {
    Subject subject = mapping.subject().key(key.getValue());
    Place place = mapping.source().at(key.getStartMark());
    return new Entry(
        key.getValue(), place, new Cursor(mapping.source(), value, subject, mapping.position()));
  }

  private static Optional<ScalarNode> key(Cursor mapping, Node key) {
    if (key.getTag().equals(Tag.MERGE)) {
      return refuse(
          mapping,
          key,
          "has the YAML merge key '<<', which inventories do not have",
          "use 'defaults', which every group can have");
    }
    return key instanceof ScalarNode scalar
        ? Optional.of(scalar)
        : refuse(mapping, key, "has a key that is not a single word", "write 'key: value'");
  }

  private static Optional<ScalarNode> refuse(Cursor mapping, Node key, String what, String fix) {
    Place place = mapping.source().at(key.getStartMark());
    mapping.source().refuse(place, mapping.subject() + " " + what, fix);
    return Optional.empty();
  }
}
