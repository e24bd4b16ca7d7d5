package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.TraceJson;
import io.walterfleet.format.TraceParent;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.http.WebClient;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends a run as one trace to the collector that the {@code OTEL_…} variables name, once the run
 * has ended. Nothing is sent where none of them names one, or the caller's trace is not kept.
 *
 * <p>A collector is asked once, for less than a second; whatever it does, the run is as it is, and
 * one note says what became of the trace. Headers, which hold keys, are in no message.
 */
final class TraceExporter implements Consumer<Event> {
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";

  private final CommandRuntime runtime;
  private final TraceJson.Subject subject;
  private final List<Event> events = new ArrayList<>();

  /** A trace of a run of this kind. */
  private TraceExporter(CommandRuntime runtime, TraceJson.Subject subject) {
    this.runtime = runtime;
    this.subject = subject;
  }

  /**
   * Listens to one run, and sends it when it has ended.
   *
   * @param kind apply, drift or rollback
   */
  static Consumer<Event> of(CommandRuntime runtime, Fleet fleet, String kind, List<Batch> batches) {
    Environment around = runtime.environment();
    Optional<TraceParent> parent = TraceParent.of(around.variable("TRACEPARENT"));
    boolean isOff =
        around.variable("OTEL_SDK_DISABLED").equalsIgnoreCase("true")
            || around.variable("OTEL_TRACES_EXPORTER").equals("none")
            || parent.filter(one -> !one.isSampled()).isPresent();
    if (isOff || (around.variable(ENDPOINT) + around.variable(TRACES_ENDPOINT)).isEmpty()) {
      return event -> {};
    }
    String service = around.variable("OTEL_SERVICE_NAME");
    return new TraceExporter(
        runtime,
        new TraceJson.Subject(
            fleet.name(),
            kind,
            batches,
            service.isEmpty() ? "walter-fleet" : service,
            around.version(),
            parent));
  }

  @Override
  public void accept(Event event) {
    events.add(event);
    if (event instanceof RunFinished) {
      TraceJson.of(subject, events).flatMap(this::lost).ifPresent(this::note);
    }
  }

  private void note(String why) {
    Notifiers.note(runtime, "the trace of this run was not sent: " + why);
  }

  /** Sends it; says why it did not arrive. */
  private Optional<String> lost(String json) {
    String protocol = variable("PROTOCOL");
    if (protocol.equals("grpc")) {
      return Optional.of("it can go by http/json alone, and " + PREFIX + "PROTOCOL is grpc");
    }
    Optional<URI> to = endpoint();
    Optional<Map<String, String>> headers = headers(variable("HEADERS"));
    if (to.isEmpty()) {
      return Optional.of(PREFIX + "ENDPOINT is no http or https address");
    }
    if (headers.isEmpty()) {
      return Optional.of(PREFIX + "HEADERS is no list of name=value");
    }
    return sent(to.get(), json, headers.get());
  }

  private Optional<String> sent(URI to, String json, Map<String, String> headers) {
    WebClient client = new WebClient(PATIENCE, Notifiers.proxies(runtime), WebClient::javaTrust);
    String receiver = "the collector at " + to.getHost();
    try (Exchange exchange = client.postJson(to, json, headers)) {
      int status = exchange.await(PATIENCE).status();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of(receiver + " answered " + status);
    } catch (TimeoutException slow) {
      return Optional.of(
          receiver + " gave no answer within " + PATIENCE.toMillis() + " milliseconds");
    } catch (ExecutionException failed) {
      IOException broken =
          failed.getCause() instanceof IOException io ? io : new IOException(failed);
      return Optional.of(receiver + ": " + HttpFailure.of(broken, PATIENCE).reason());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of("the program was told to stop");
    }
  }

  /** A variable for traces, or else the one for all that OTLP carries. */
  private String variable(String name) {
    String own = runtime.environment().variable(PREFIX + "TRACES_" + name);
    return own.isEmpty() ? runtime.environment().variable(PREFIX + name) : own;
  }

  private Optional<URI> endpoint() {
    String own = runtime.environment().variable(TRACES_ENDPOINT);
    String all = runtime.environment().variable(ENDPOINT).replaceFirst("/+$", "");
    try {
      URI uri = new URI(own.isEmpty() ? all + "/v1/traces" : own);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return isWeb && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException wrong) {
      return Optional.empty();
    }
  }

  /** {@code name=value,name=value}, the values percent-encoded. */
  static Optional<Map<String, String>> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      Optional<String> value = decoded(part.substring(equals + 1).strip());
      if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")
          || value.filter(one -> one.chars().allMatch(c -> c >= ' ' && c < 0x7F)).isEmpty()) {
        return Optional.empty();
      }
      headers.put(name, value.get());
    }
    return Optional.of(headers);
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException wrong) {
      return Optional.empty();
    }
  }
}
