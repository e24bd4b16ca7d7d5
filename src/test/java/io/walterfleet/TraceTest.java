package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.OtlpDefinition;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a collector is told of whole command lines. */
@Tag("scripts")
class TraceTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  /** The requests without a span, with their keys. */
  private final List<String> knocks = Collections.synchronizedList(new ArrayList<>());

  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void site() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "rollout: {batch: [1]}\n");
  }

  private Ran apply() {
    return site.run("apply", "--yes", "-q", "-i", inventory);
  }

  private Server collector(int status) throws IOException {
    Server server = Server.plain();
    server.on(
        "/v1/traces",
        exchange -> {
          String from =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("api-key");
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (OtlpDefinition.check(body).path("resourceSpans").isEmpty()) {
            knocks.add(from);
          } else {
            told.addAll(List.of(from, body));
          }
          exchange.sendResponseHeaders(status, -1);
        });
    return server;
  }

  @Test
  void anApplyIsOneTreeBelowTheSpanOfItsCaller() throws IOException {
    try (Server server = collector(200)) {
      site.with(ENDPOINT, server.url("/"))
          .with("OTEL_EXPORTER_OTLP_HEADERS", "api-key=can%20ary")
          .with("TRACEPARENT", "00-" + TRACE + "-b7ad6b7169203331-01");
      Ran ran = apply();
      assertThat(ran.exitCode()).isZero();
      assertThat(ran.err()).isEmpty();
      assertThat(told).hasSize(2);
      assertThat(told.get(0)).isEqualTo("POST application/json; charset=utf-8 can ary");
      assertThat(knocks).containsExactly(told.get(0));
      assertThat(told.get(1)).doesNotContain("canary");
      JsonNode spans = OtlpDefinition.check(told.get(1)).at("/resourceSpans/0/scopeSpans/0/spans");
      Map<String, JsonNode> byId = new HashMap<>();
      spans.forEach(span -> byId.put(span.path("spanId").asString(""), span));
      assertThat(byId).hasSameSizeAs(spans);
      List<String> paths = new ArrayList<>();
      for (JsonNode span : spans) {
        assertThat(span.path("traceId").asString("")).isEqualTo(TRACE);
        paths.add(path(span, byId));
      }
      assertThat(paths)
          .contains(
              "b7ad6b7169203331/apply",
              "b7ad6b7169203331/apply/batch 1/store-1/swap",
              "b7ad6b7169203331/apply/batch 2/store-2/restart")
          .allMatch(path -> path.startsWith("b7ad6b7169203331/apply"));
      told.clear();
      assertThat(apply().exitCode()).isZero();
      assertThat(told).as("nothing was done").isEmpty();
    }
  }

  @Test
  void whatTheVariablesSayOfTheProgramIsSaidAndWhatCannotBeMeantIsANote() throws IOException {
    try (Server server = collector(200)) {
      site.with(ENDPOINT, server.url("/"))
          .with(
              "OTEL_RESOURCE_ATTRIBUTES",
              "service.name=other, service.version=9, deployment.environment=a%2Cb")
          .with("OTEL_EXPORTER_OTLP_TIMEOUT", "ten");
      assertThat(site.run("apply", "--yes", "-q", "-i", inventory, "-l", "store-1").err())
          .isEqualTo(
              "note: not all is heeded for the trace: OTEL_EXPORTER_OTLP_TIMEOUT is no number of"
                  + " milliseconds\n");
      assertThat(told.get(1))
          .contains(
              "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"other\"}}",
              "{\"key\":\"service.version\",\"value\":{\"stringValue\":\"9\"}}",
              "{\"key\":\"deployment.environment\",\"value\":{\"stringValue\":\"a,b\"}}");
      assertThat(told.get(1)).containsOnlyOnce("service.version");
      told.clear();
      site.with("OTEL_SERVICE_NAME", "mine").with("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "5000");
      assertThat(site.run("apply", "--yes", "-q", "-i", inventory, "-l", "store-2").err())
          .isEmpty();
      assertThat(told.get(1))
          .contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"mine\"}}");
      told.clear();
      site.with("OTEL_RESOURCE_ATTRIBUTES", "nothing");
      site.edit("store-1", "1.8.3", "1.8.2");
      assertThat(site.run("apply", "--yes", "-q", "-i", inventory, "-l", "store-1").err())
          .contains("OTEL_RESOURCE_ATTRIBUTES is no list of name=value");
      assertThat(told.get(1)).contains("\"mine\"").doesNotContain("nothing");
    }
    site.forgetWishes();
  }

  /** The names from the caller's span down; a child lies within its parent's time. */
  private static String path(JsonNode span, Map<String, JsonNode> byId) {
    String above = span.path("parentSpanId").asString("");
    JsonNode parent = byId.get(above);
    if (parent == null) {
      return above + "/" + span.path("name").asString("");
    }
    assertThat(nanos(parent, "startTimeUnixNano"))
        .isLessThanOrEqualTo(nanos(span, "startTimeUnixNano"));
    assertThat(nanos(parent, "endTimeUnixNano"))
        .isGreaterThanOrEqualTo(nanos(span, "endTimeUnixNano"));
    return path(parent, byId) + "/" + span.path("name").asString("");
  }

  private static long nanos(JsonNode span, String field) {
    return Long.parseLong(span.path(field).asString(""));
  }

  @Test
  void aCollectorThatRefusesIsOneNoteAndARollbackIsATraceToo() throws IOException {
    try (Server server = collector(503)) {
      site.with("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", server.url("/v1/traces?token=secret"));
      assertThat(apply().err())
          .isEqualTo(
              "note: the trace of this run was not sent: the collector at 127.0.0.1 answered 503\n");
      site.run("rollback", "--run", "last", "--yes", "-q", "-i", inventory);
      assertThat(told.get(3)).contains("\"name\":\"rollback\"");
      OtlpDefinition.check(told.get(3));
    }
    site.forgetWishes();
  }

  @Test
  void aSilentCollectorIsLeftSoonAndIsOneNote() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      site.with(ENDPOINT, "http://127.0.0.1:" + silent.getLocalPort());
      site.fail("store-1", "pull", "manifest unknown");
      Instant began = Instant.now();
      String err = apply().err();
      Duration silence = Duration.between(began, Instant.now());
      assertThat(err)
          .endsWith(
              "note: the trace of this run was not sent: the collector at 127.0.0.1 gave no answer within 700 milliseconds\n")
          .containsOnlyOnce("note:");
      site.with("OTEL_SDK_DISABLED", "true");
      began = Instant.now();
      assertThat(apply().err()).doesNotContain("note:");
      assertThat(silence.minus(Duration.between(began, Instant.now())))
          .isLessThan(Duration.ofSeconds(2));
    }
    site.forgetWishes();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_EXPORTER_OTLP_PROTOCOL | grpc                       | it can go by http/json alone, and OTEL_EXPORTER_OTLP_PROTOCOL is grpc",
        "OTEL_EXPORTER_OTLP_ENDPOINT | collector:4317             | OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address",
        "OTEL_EXPORTER_OTLP_ENDPOINT | 'http://a b:secret@c'      | OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address",
        "OTEL_EXPORTER_OTLP_HEADERS  | x=a%0aHost: b              | OTEL_EXPORTER_OTLP_HEADERS is no list of name=value",
        "OTEL_EXPORTER_OTLP_HEADERS  | secret                     | OTEL_EXPORTER_OTLP_HEADERS is no list of name=value",
        "OTEL_EXPORTER_OTLP_HEADERS  | x=%zz                      | OTEL_EXPORTER_OTLP_HEADERS is no list of name=value",
        "OTEL_TRACES_EXPORTER        | none                       | ''",
        "TRACEPARENT                 | 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00 | ''",
      })
  void settingsThatCannotBeMeantAreOneNoteAndNoSecretIsInIt(
      String variable, String value, String why) {
    site.with(ENDPOINT, "http://127.0.0.1:9").with(variable, value);
    Ran ran = site.run("apply", "--yes", "-q", "-i", inventory, "-l", "store-1");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err())
        .isEqualTo(why.isEmpty() ? "" : "note: the trace of this run was not sent: " + why + "\n");
    site.forgetWishes();
  }
}
