package io.walterfleet.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitHub's own description of workflows, in the format of GitHub's parser: definitions by name,
 * each a mapping, a sequence, a scalar, or one of several others.
 */
final class WorkflowSchema {
  private final JsonNode definitions;

  private WorkflowSchema(JsonNode definitions) {
    this.definitions = definitions;
  }

  static WorkflowSchema read(Path file) throws IOException {
    return new WorkflowSchema(
        JsonMapper.shared().readTree(Files.readString(file)).path("definitions"));
  }

  /** What it has against a workflow, each with its place. */
  List<String> complaints(String json) {
    return against(JsonMapper.shared().readTree(json), "workflow-root-strict", "");
  }

  private List<String> against(JsonNode value, String name, String place) {
    JsonNode definition = definitions.path(name);
    if (value.isString() && definition.has("context") && value.stringValue().contains("${{")) {
      return List.of();
    }
    if (definition.has("one-of")) {
      return ofSeveral(value, definition.path("one-of"), place);
    }
    if (definition.has("mapping")) {
      return value.isObject()
          ? mapping(value, definition.path("mapping"), place)
          : List.of(place + " is no mapping");
    }
    if (definition.has("sequence")) {
      return value.isArray()
          ? sequence(value, definition.path("sequence").path("item-type").asString(), place)
          : List.of(place + " is no sequence");
    }
    return isScalar(value, name, definition) ? List.of() : List.of(place + " is no " + name);
  }

  /** The complaints of the one that comes nearest; none when one has none. */
  private List<String> ofSeveral(JsonNode value, JsonNode names, String place) {
    List<String> nearest = List.of(place + " fits nothing");
    for (JsonNode name : names.values()) {
      List<String> complaints = against(value, name.asString(), place);
      if (complaints.isEmpty()) {
        return complaints;
      }
      nearest = complaints;
    }
    return nearest;
  }

  private List<String> mapping(JsonNode value, JsonNode mapping, String place) {
    List<String> complaints = new ArrayList<>();
    JsonNode properties = mapping.path("properties");
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String at = place + "/" + entry.getKey();
      JsonNode property = properties.path(entry.getKey());
      if (!property.isMissingNode()) {
        String type =
            property.isString() ? property.stringValue() : property.path("type").asString();
        complaints.addAll(against(entry.getValue(), type, at));
      } else if (mapping.has("loose-value-type")) {
        String type = mapping.path("loose-value-type").asString();
        complaints.addAll(against(entry.getValue(), type, at));
      } else {
        complaints.add(at + " is not known");
      }
    }
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (property.getValue().path("required").asBoolean(false) && !value.has(property.getKey())) {
        complaints.add(place + "/" + property.getKey() + " is missing");
      }
    }
    return complaints;
  }

  private List<String> sequence(JsonNode value, String type, String place) {
    List<String> complaints = new ArrayList<>();
    for (JsonNode item : value.values()) {
      complaints.addAll(against(item, type, place + "[]"));
    }
    return complaints;
  }

  private static boolean isScalar(JsonNode value, String name, JsonNode definition) {
    if (!value.isValueNode()) {
      return false;
    }
    if (definition.has("allowed-values")) {
      return definition.path("allowed-values").values().stream()
          .anyMatch(one -> one.asString().equals(value.asString()));
    }
    if (definition.has("null") || name.equals("null")) {
      return value.isNull();
    }
    if (definition.has("boolean") || name.equals("boolean")) {
      return value.isBoolean();
    }
    if (definition.has("number") || name.equals("number")) {
      return value.isNumber();
    }
    JsonNode constant = definition.path("string").path("constant");
    return !value.isNull()
        && (constant.isMissingNode() || constant.asString().equals(value.asString()));
  }
}
