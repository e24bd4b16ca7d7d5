package io.walterfleet.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Types that a receiver's own library declares in TypeScript, and what they have against a value:
 * interfaces and aliases, with unions, arrays and words. A type that is not declared has no value.
 */
final class DeclaredTypes {
  private static final Pattern TOKEN = Pattern.compile("'[^']*'|[\\w$.]+|\\S");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*//.*$");

  private final Map<String, Type> named = new LinkedHashMap<>();
  private final List<String> tokens;
  private int next;

  private DeclaredTypes(String text) {
    tokens =
        TOKEN
            .matcher(COMMENT.matcher(text).replaceAll(""))
            .results()
            .map(MatchResult::group)
            .toList();
    while (next < tokens.size()) {
      declaration();
    }
  }

  /** Those of a file with nothing but declarations. */
  static DeclaredTypes of(Path file) throws IOException {
    return new DeclaredTypes(Files.readString(file));
  }

  /** What the type of this name has against a value, each with its place. */
  List<String> complaints(String name, JsonNode value) {
    return named(name).against(value, "");
  }

  private interface Type {
    List<String> against(JsonNode value, String at);
  }

  private record Field(Type type, boolean isOptional) {}

  private void declaration() {
    String word = take();
    if (word.equals("interface")) {
      String name = take();
      while (!peek().equals("{")) {
        take();
      }
      named.put(name, primary());
    } else if (word.equals("type")) {
      String name = take();
      expect("=");
      named.put(name, union());
      expect(";");
    } else if (!List.of("export", "declare").contains(word)) {
      next += tokens.subList(next, tokens.size()).indexOf(";") + 1;
    }
  }

  private Type union() {
    List<Type> parts = new ArrayList<>(List.of(array()));
    while (peek().equals("|")) {
      take();
      parts.add(array());
    }
    return (value, at) -> {
      List<List<String>> all = parts.stream().map(one -> one.against(value, at)).toList();
      return all.stream().filter(List::isEmpty).findFirst().orElse(all.get(0));
    };
  }

  private Type array() {
    Type type = primary();
    while (peek().equals("[")) {
      take();
      expect("]");
      type = arrayOf(type);
    }
    return type;
  }

  private static Type arrayOf(Type item) {
    return (value, at) -> {
      if (!value.isArray()) {
        return List.of(at + " is no list");
      }
      List<String> all = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        all.addAll(item.against(value.get(i), at + "/" + i));
      }
      return all;
    };
  }

  private Type primary() {
    String word = take();
    if (word.equals("(")) {
      Type type = union();
      expect(")");
      return type;
    }
    if (word.equals("{")) {
      return object();
    }
    if (word.startsWith("'")) {
      return must(word, value -> value.isString() && word.equals("'" + value.asString() + "'"));
    }
    if (peek().equals("<")) {
      take();
      Type type = union();
      expect(">");
      return word.equals("Array") ? arrayOf(type) : undeclared(word);
    }
    return switch (word) {
      case "string" -> must(word, JsonNode::isString);
      case "number" -> must(word, JsonNode::isNumber);
      case "boolean" -> must(word, JsonNode::isBoolean);
      case "object" -> must(word, JsonNode::isContainer);
      default -> (value, at) -> named(word).against(value, at);
    };
  }

  private Type object() {
    Map<String, Field> fields = new LinkedHashMap<>();
    while (!peek().equals("}")) {
      String word = take();
      String name = (word.equals("readonly") ? take() : word).replace("'", "");
      boolean isOptional = peek().equals("?");
      if (isOptional) {
        take();
      }
      expect(":");
      fields.put(name, new Field(union(), isOptional));
      expect(";");
    }
    take();
    return (value, at) -> against(fields, value, at);
  }

  private static List<String> against(Map<String, Field> fields, JsonNode value, String at) {
    if (!value.isObject()) {
      return List.of(at + " is no object");
    }
    List<String> all = new ArrayList<>();
    fields.forEach(
        (name, field) -> {
          if (value.has(name)) {
            all.addAll(field.type().against(value.get(name), at + "/" + name));
          } else if (!field.isOptional()) {
            all.add(at + "/" + name + " is missing");
          }
        });
    value.propertyNames().stream()
        .filter(name -> !fields.containsKey(name))
        .forEach(name -> all.add(at + "/" + name + " is not known"));
    return all;
  }

  private static Type must(String what, Predicate<JsonNode> is) {
    return (value, at) -> is.test(value) ? List.of() : List.of(at + " is not " + what);
  }

  private Type named(String name) {
    return Optional.ofNullable(named.get(name)).orElseGet(() -> undeclared(name));
  }

  private static Type undeclared(String name) {
    return (value, at) -> List.of(at + " has the type " + name + ", which is not declared");
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    return tokens.get(next++);
  }

  private void expect(String token) {
    String found = take();
    if (!found.equals(token)) {
      throw new IllegalArgumentException(
          "'" + token + "' expected, not '" + found + "', at token " + next);
    }
  }
}
