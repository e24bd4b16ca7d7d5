package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The messages that an {@code ExportTraceServiceRequest} is made of, read from opentelemetry-proto
 * as it is published, with their fields as its JSON has them: names in camel case, ids hexadecimal,
 * 64-bit numbers as strings, enums as numbers. A field that is not there is one that a collector
 * does not know.
 */
public final class OtlpDefinition {
  private static final String ROOT = "ExportTraceServiceRequest";
  private static final List<String> FILES =
      List.of(
          "collector/trace/v1/trace_service",
          "trace/v1/trace",
          "resource/v1/resource",
          "common/v1/common");

  /** A block that opens or closes, or a field: repeated or not, its type and its name. */
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(message|enum|oneof|service) (\\w+) ?\\{|(\\})|(?:(repeated|optional) )?([\\w.]+) (\\w+) = \\d+ ?(?:\\[[^]]*\\])? ?;|\\{");

  /** Said of these fields where the messages are described: "This field is required." */
  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "Span",
          Set.of("traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano"));

  private static final Map<String, String> HEXADECIMAL =
      Map.of("traceId", "32 hex", "spanId", "16 hex", "parentSpanId", "16 hex");

  /** By the message's name, then by the field's; a list has a bracket before its type. */
  private static final Map<String, Map<String, String>> MESSAGES = new LinkedHashMap<>();

  private OtlpDefinition() {}

  static {
    FILES.forEach(OtlpDefinition::read);
    assertThat(MESSAGES).containsKeys(ROOT, "Span", "Status", "KeyValue", "AnyValue", "Resource");
  }

  /** Holds a request against the definition; what it returns is the request. */
  public static JsonNode check(String json) {
    JsonNode root = new ObjectMapper().readTree(json);
    check(ROOT, root);
    return root;
  }

  private static void read(String file) {
    String name = "opentelemetry/proto/" + file + ".proto";
    try (InputStream in = OtlpDefinition.class.getClassLoader().getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      read(
          new ArrayDeque<>(),
          STATEMENT.matcher(text.replaceAll("//[^\\n]*", "").replaceAll("\\s+", " ")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Blocks are a message's name, or another word with a space before it. */
  private static void read(Deque<String> blocks, Matcher statement) {
    while (statement.find()) {
      if (statement.group(3) != null) {
        blocks.pop();
      } else if (statement.group(6) != null) {
        field(blocks, statement);
      } else if (statement.group(1) == null) {
        blocks.push(" other");
      } else {
        open(blocks, statement.group(1), statement.group(2));
      }
    }
    assertThat(blocks).isEmpty();
  }

  private static void open(Deque<String> blocks, String kind, String name) {
    switch (kind) {
      case "message" -> {
        blocks.push(name);
        assertThat(MESSAGES.put(name, new LinkedHashMap<>())).as(name).isNull();
      }
      // its members are fields of the message around it
      case "oneof" -> blocks.push(String.valueOf(blocks.peek()));
      case "enum" -> {
        blocks.push(" enum");
        MESSAGES.put(name, Map.of());
      }
      default -> blocks.push(" " + kind);
    }
  }

  private static void field(Deque<String> blocks, Matcher field) {
    String message = String.valueOf(blocks.peek());
    if (message.startsWith(" ")) {
      return;
    }
    String type = field.group(5).replaceFirst(".*\\.", "");
    String name = camel(field.group(6));
    String form = HEXADECIMAL.getOrDefault(name, type);
    MESSAGES
        .getOrDefault(message, new LinkedHashMap<>())
        .put(name, ("repeated".equals(field.group(4)) ? "[" : "") + form);
  }

  private static String camel(String name) {
    return Pattern.compile("_(\\w)")
        .matcher(name)
        .replaceAll(one -> one.group(1).toUpperCase(Locale.ROOT));
  }

  private static void check(String type, JsonNode value) {
    switch (type) {
      case "string" -> assertThat(value.isString()).as("%s is a string", value).isTrue();
      case "uint32", "fixed32", "int32" ->
          assertThat(value.isInt()).as("%s is a number", value).isTrue();
      case "bool" -> assertThat(value.isBoolean()).as("%s is true or false", value).isTrue();
      case "int64" -> form(value, "-?\\d{1,19}");
      case "uint64", "fixed64" -> form(value, "\\d{1,20}");
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
    assertThat(MESSAGES).containsKey(type);
    Map<String, String> fields = MESSAGES.getOrDefault(type, Map.of());
    if (fields.isEmpty()) {
      assertThat(value.isInt()).as("%s is a number of %s", value, type).isTrue();
      return;
    }
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
