package io.walterfleet.app;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code OTEL_…} variables say of traces, as OpenTelemetry's specification has them: an
 * empty variable says nothing, and one that cannot be meant so is left out as a whole.
 */
record OtlpSettings(Environment around) {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String ENDPOINT = PREFIX + "ENDPOINT";
  private static final String TRACES_ENDPOINT = PREFIX + "TRACES_ENDPOINT";
  private static final String SERVICE = "service.name";

  /** No run waits longer for a collector unless somebody says so. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  /** The name of each attribute of a resource, and of each header. */
  private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

  /** Whether a trace is wanted at all. */
  boolean isOn() {
    boolean isOff =
        around.variable("OTEL_SDK_DISABLED").equalsIgnoreCase("true")
            || around.variable("OTEL_TRACES_EXPORTER").equals("none");
    return !isOff && !(around.variable(ENDPOINT) + around.variable(TRACES_ENDPOINT)).isEmpty();
  }

  /** Whether it is wanted in the one form that this program does not speak. */
  boolean isGrpc() {
    return variable("PROTOCOL").equals("grpc");
  }

  /** Where it goes; empty where that is no web address. */
  Optional<URI> endpoint() {
    String own = around.variable(TRACES_ENDPOINT);
    String all = around.variable(ENDPOINT).replaceFirst("/+$", "");
    try {
      URI uri = new URI(own.isEmpty() ? all + "/v1/traces" : own);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isWeb && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException wrong) {
      return Optional.empty();
    }
  }

  /** What is sent along; empty where that is no list. */
  Optional<Map<String, String>> headers() {
    return list(variable("HEADERS"))
        .filter(
            all ->
                all.values().stream()
                    .allMatch(one -> one.chars().allMatch(c -> c >= ' ' && c < 0x7F)));
  }

  /** How long a collector is waited for; empty where that is no number of milliseconds. */
  Optional<Duration> timeout() {
    String text = variable("TIMEOUT").strip();
    if (text.isEmpty()) {
      return Optional.of(PATIENCE);
    }
    return text.matches("[1-9]\\d{0,6}")
        ? Optional.of(Duration.ofMillis(Long.parseLong(text)))
        : Optional.empty();
  }

  /** What is said of the program that runs; its name also where the rest is no list. */
  Map<String, String> resource() {
    Map<String, String> all = new LinkedHashMap<>(Map.of(SERVICE, "walter-fleet"));
    attributes().ifPresent(all::putAll);
    String service = around.variable("OTEL_SERVICE_NAME");
    if (!service.isEmpty()) {
      all.put(SERVICE, service);
    }
    return all;
  }

  /** What of it cannot be meant so, while the trace goes all the same. */
  Optional<String> oddity() {
    if (attributes().isEmpty()) {
      return Optional.of("OTEL_RESOURCE_ATTRIBUTES is no list of name=value");
    }
    return timeout().isEmpty()
        ? Optional.of(PREFIX + "TIMEOUT is no number of milliseconds")
        : Optional.empty();
  }

  private Optional<Map<String, String>> attributes() {
    return list(around.variable("OTEL_RESOURCE_ATTRIBUTES"));
  }

  /** How long it is waited for, whatever is said. */
  Duration patience() {
    return timeout().orElse(PATIENCE);
  }

  /** A variable for traces, or else the one for all that OTLP carries. */
  private String variable(String name) {
    String own = around.variable(PREFIX + "TRACES_" + name);
    return own.isEmpty() ? around.variable(PREFIX + name) : own;
  }

  /** {@code name=value,name=value}, the values percent-encoded. */
  static Optional<Map<String, String>> list(String text) {
    Map<String, String> list = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      Optional<String> value = decoded(part.substring(equals + 1).strip());
      if (!name.matches(NAME) || value.isEmpty()) {
        return Optional.empty();
      }
      list.put(name, value.get());
    }
    return Optional.of(list);
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }
}
