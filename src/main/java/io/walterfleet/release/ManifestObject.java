package io.walterfleet.release;

import io.walterfleet.release.ReleaseException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One JSON object of the manifest, read member by member; what is wrong is noted with its path.
 * Members that nobody asks for are ignored.
 */
record ManifestObject(Location manifest, String path, JsonNode object, List<Problem> problems) {
  /** The member's value; when it is missing or wrong, that is noted. */
  <T> Optional<T> required(String name, JsonType<T> jsonType) {
    return present(name, jsonType.description()).flatMap(node -> read(name, jsonType, node));
  }

  /** The member's value if it is there; when it is wrong, that is noted. */
  <T> Optional<T> optional(String name, JsonType<T> jsonType) {
    JsonNode node = object.path(name);
    return isAbsent(node) ? Optional.empty() : read(name, jsonType, node);
  }

  /** The object that is the member. */
  Optional<ManifestObject> object(String name) {
    return present(name, "an object").flatMap(node -> object(path + "." + name, node));
  }

  /** The objects of the list that is the member. */
  List<ManifestObject> objects(String name) {
    JsonNode list = present(name, "a list").orElse(object.path(name));
    if (!list.isArray()) {
      if (!isAbsent(list)) {
        wrong(path + "." + name, list, "a list");
      }
      return List.of();
    }
    List<ManifestObject> objects = new ArrayList<>();
    for (int at = 0; at < list.size(); at++) {
      object(path + "." + name + "[" + at + "]", list.path(at)).ifPresent(objects::add);
    }
    return objects;
  }

  /** Notes that the member does not fit the rest. */
  void unfit(String name, String reason, String fix) {
    note(path + "." + name, reason, fix);
  }

  private Optional<JsonNode> present(String name, String description) {
    JsonNode node = object.path(name);
    if (isAbsent(node)) {
      note(path + "." + name, "is missing", "add " + description);
      return Optional.empty();
    }
    return Optional.of(node);
  }

  private Optional<ManifestObject> object(String where, JsonNode node) {
    if (!node.isObject()) {
      wrong(where, node, "an object");
      return Optional.empty();
    }
    return Optional.of(new ManifestObject(manifest, where, node, problems));
  }

  private <T> Optional<T> read(String name, JsonType<T> jsonType, JsonNode node) {
    Optional<T> value = jsonType.read().apply(node);
    if (value.isEmpty()) {
      wrong(path + "." + name, node, jsonType.description());
    }
    return value;
  }

  private void wrong(String where, JsonNode node, String description) {
    note(where, "is " + kind(node), "write " + description);
  }

  private void note(String where, String reason, String fix) {
    problems.add(new Problem(manifest + ": " + where + " " + reason, fix));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** What it is, and never what it says: whoever names the file need not be who may read it. */
  private static String kind(JsonNode node) {
    if (node.isObject()) {
      return "an object";
    }
    if (node.isArray()) {
      return "a list";
    }
    String kind = node.isNumber() ? "number" : node.isString() ? "text" : "truth value";
    return "a " + kind + " that cannot stand here";
  }
}
