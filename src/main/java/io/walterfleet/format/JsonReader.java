package io.walterfleet.format;

import io.walterfleet.fleet.Controls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A part of a JSON text that knows its own path, so that each complaint names the place. */
record JsonReader(String path, JsonNode node) {
  /** The outermost object. */
  static JsonReader root(String text) throws BadPlan {
    try {
      JsonNode node = JsonMapper.shared().readTree(text);
      if (!node.isObject()) {
        throw new BadPlan("it is not a JSON object");
      }
      return new JsonReader("", node);
    } catch (JacksonException broken) {
      int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
      throw new BadPlan("it is not valid JSON" + (line > 0 ? ", at line " + line : ""));
    }
  }

  JsonReader object(String name) throws BadPlan {
    return child(name, JsonNode::isObject, "an object");
  }

  Optional<JsonReader> optionalObject(String name) throws BadPlan {
    return node.has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  String text(String name) throws BadPlan {
    return child(name, JsonNode::isString, "a string").node.stringValue();
  }

  Optional<String> optionalText(String name) throws BadPlan {
    return node.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  boolean flag(String name) throws BadPlan {
    return child(name, JsonNode::isBoolean, "true or false").node.booleanValue();
  }

  /** False where it is absent. */
  boolean optionalFlag(String name) throws BadPlan {
    return node.has(name) && flag(name);
  }

  long number(String name) throws BadPlan {
    JsonReader child = child(name, JsonNode::isIntegralNumber, "a whole number");
    long number = child.node.canConvertToLong() ? child.node.longValue() : -1;
    if (number < 0) {
      throw child.bad("is out of range");
    }
    return number;
  }

  int smallNumber(String name) throws BadPlan {
    long number = number(name);
    if (number > Integer.MAX_VALUE) {
      throw child(name, JsonNode::isNumber, "a number").bad("is out of range");
    }
    return Math.toIntExact(number);
  }

  OptionalInt optionalSmallNumber(String name) throws BadPlan {
    return node.has(name) ? OptionalInt.of(smallNumber(name)) : OptionalInt.empty();
  }

  /** The objects of an array. */
  List<JsonReader> objects(String name) throws BadPlan {
    List<JsonReader> objects = elements(name);
    for (JsonReader object : objects) {
      object.must(object.node.isObject(), "is not an object");
    }
    return objects;
  }

  /** The same; none where it is absent. */
  List<JsonReader> optionalObjects(String name) throws BadPlan {
    return node.has(name) ? objects(name) : List.of();
  }

  /** The strings of an array. */
  List<String> texts(String name) throws BadPlan {
    List<String> texts = new ArrayList<>();
    for (JsonReader element : elements(name)) {
      element.must(element.node.isString(), "is not a string");
      texts.add(element.node.stringValue());
    }
    return texts;
  }

  /** The same; none where it is absent. */
  List<String> optionalTexts(String name) throws BadPlan {
    return node.has(name) ? texts(name) : List.of();
  }

  /** What a word stands for; words that stand for nothing are refused. */
  <T> T word(String name, Function<String, Optional<T>> meaning) throws BadPlan {
    String word = text(name);
    Optional<T> found = meaning.apply(word);
    if (found.isEmpty()) {
      throw new JsonReader(pathOf(name), node)
          .bad("has the value '" + Controls.escaped(word) + "', which is not known");
    }
    return found.get();
  }

  /** Refuses the plan unless this holds. */
  void must(boolean holds, String otherwise) throws BadPlan {
    if (!holds) {
      throw bad(otherwise);
    }
  }

  BadPlan bad(String problem) {
    return new BadPlan((path.isEmpty() ? "it" : path) + " " + problem);
  }

  private List<JsonReader> elements(String name) throws BadPlan {
    JsonReader array = child(name, JsonNode::isArray, "an array");
    List<JsonReader> elements = new ArrayList<>();
    for (JsonNode element : array.node.values()) {
      elements.add(new JsonReader(array.path + "[" + elements.size() + "]", element));
    }
    return elements;
  }

  private JsonReader child(String name, Function<JsonNode, Boolean> fits, String kind)
      throws BadPlan {
    JsonReader child = new JsonReader(pathOf(name), node.path(name));
    child.must(node.has(name), "is missing");
    child.must(fits.apply(child.node), "is not " + kind);
    return child;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
