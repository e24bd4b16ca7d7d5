package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The messages of opentelemetry-proto that an {@code ExportTraceServiceRequest} is made of, with
 * their fields as its JSON has them: names in camel case, ids hexadecimal, 64-bit numbers as
 * strings, enums as numbers. A field that is not here is one that a collector does not know.
 */
public final class OtlpDefinition {
  private static final Map<String, Map<String, String>> MESSAGES =
      Map.of(
          "ExportTraceServiceRequest", Map.of("resourceSpans", "[ResourceSpans"),
          "ResourceSpans",
              Map.of("resource", "Resource", "scopeSpans", "[ScopeSpans", "schemaUrl", "string"),
          "Resource", Map.of("attributes", "[KeyValue", "droppedAttributesCount", "uint32"),
          "ScopeSpans", Map.of("scope", "Scope", "spans", "[Span", "schemaUrl", "string"),
          "Scope", Map.of("name", "string", "version", "string", "attributes", "[KeyValue"),
          "Span",
              Map.of(
                  "traceId", "32 hex",
                  "spanId", "16 hex",
                  "parentSpanId", "16 hex",
                  "name", "string",
                  "kind", "uint32",
                  "startTimeUnixNano", "uint64",
                  "endTimeUnixNano", "uint64",
                  "attributes", "[KeyValue",
                  "status", "Status"),
          "Status", Map.of("message", "string", "code", "uint32"),
          "KeyValue", Map.of("key", "string", "value", "AnyValue"),
          "AnyValue", Map.of("stringValue", "string", "boolValue", "bool", "intValue", "int64"));

  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "Span",
          Set.of("traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano"));

  private OtlpDefinition() {}

  /** Holds a request against the definition; what it returns is the request. */
  public static JsonNode check(String json) {
    JsonNode root = new ObjectMapper().readTree(json);
    check("ExportTraceServiceRequest", root);
    return root;
  }

  private static void check(String type, JsonNode value) {
    switch (type) {
      case "string" -> assertThat(value.isString()).as("%s is a string", value).isTrue();
      case "uint32" -> assertThat(value.isInt()).as("%s is a number", value).isTrue();
      case "bool" -> assertThat(value.isBoolean()).as("%s is true or false", value).isTrue();
      case "int64" -> form(value, "-?\\d{1,19}");
      case "uint64" -> form(value, "\\d{1,20}");
      case "32 hex" -> form(value, "(?!0+$)[0-9a-f]{32}");
      case "16 hex" -> form(value, "(?!0+$)[0-9a-f]{16}");
      default -> message(type, value);
    }
  }

  private static void form(JsonNode value, String pattern) {
    assertThat(value.isString()).as("%s is a string", value).isTrue();
    assertThat(value.asString()).matches(pattern);
  }

  private static void message(String type, JsonNode value) {
    if (type.startsWith("[")) {
      assertThat(value.isArray()).as("%s is a list", value).isTrue();
      value.forEach(one -> check(type.substring(1), one));
      return;
    }
    Map<String, String> fields = MESSAGES.getOrDefault(type, Map.of());
    assertThat(value.isObject()).as("%s is a %s", value, type).isTrue();
    assertThat(value.propertyNames()).containsAll(REQUIRED.getOrDefault(type, Set.of()));
    value
        .properties()
        .forEach(
            field -> {
              assertThat(fields).as("the fields of %s", type).containsKey(field.getKey());
              check(fields.getOrDefault(field.getKey(), ""), field.getValue());
            });
  }
}
