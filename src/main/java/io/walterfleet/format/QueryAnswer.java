package io.walterfleet.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus answers to an instant query. */
public final class QueryAnswer {
  private static final JsonMapper JSON = new JsonMapper();

  private QueryAnswer() {}

  /**
   * The values, one for each series, {@code NaN} and infinities included; empty when the text is no
   * successful answer with a vector or a scalar.
   */
  public static Optional<List<Double>> values(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      JsonNode result = root.path("data").path("result");
      if (!root.path("status").asString("").equals("success") || !result.isArray()) {
        return Optional.empty();
      }
      return switch (root.path("data").path("resultType").asString("")) {
        case "vector" -> vector(result);
        case "scalar" -> value(result).map(List::of);
        default -> Optional.empty();
      };
    } catch (JacksonException bad) {
      return Optional.empty();
    }
  }

  private static Optional<List<Double>> vector(JsonNode series) {
    List<Double> values = new ArrayList<>();
    for (JsonNode one : series) {
      Optional<Double> value = value(one.path("value"));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  /** A sample is a time and a value as text. */
  private static Optional<Double> value(JsonNode sample) {
    String text = sample.path(1).asString("");
    return switch (text) {
      case "NaN" -> Optional.of(Double.NaN);
      case "+Inf", "Inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default ->
          text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
              ? Optional.of(Double.parseDouble(text))
              : Optional.empty();
    };
  }
}
