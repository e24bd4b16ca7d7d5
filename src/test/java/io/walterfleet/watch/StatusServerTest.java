package io.walterfleet.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.watch.Notice.Correcting;
import io.walterfleet.watch.StatusServer.Sheet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a watch answers over HTTP. */
@Tag("unit")
class StatusServerTest {
  private static final String END = "\r\n\r\n";
  private static final Watch.Settings SETTINGS =
      new Watch.Settings(Duration.ofMinutes(10), Duration.ofMinutes(1), true);

  private final Metrics metrics = new Metrics();
  private Instant now = WatchRig.BEGIN;
  private final Liveness liveness = new Liveness(() -> now, SETTINGS);

  @Test
  void aWatchTellsPrometheusWhatItDid() throws Exception {
    WatchRig rig = new WatchRig(Duration.ofMinutes(10), Duration.ZERO, true);
    rig.drifted.addAll(List.of("a", "b"));
    rig.resisting.add("b");
    rig.unseen.add("c");
    rig.runFor(Duration.ofMinutes(25));
    rig.notices.forEach(metrics);
    metrics.accept(new Correcting(step("swap", Result.CHANGED, 3)));
    metrics.accept(new Correcting(step("gate", Result.FAILED, 70)));
    metrics.accept(
        new Correcting(
            new MachineFinished(
                Instant.EPOCH, new MachineResult("b", Outcome.ROLLED_BACK, "", ""))));
    assertThat(asked("/metrics").body().lines())
        .contains(
            "walter_fleet_machines{verdict=\"in-sync\"} 1.0",
            "walter_fleet_machines{verdict=\"drift\"} 1.0",
            "walter_fleet_machines{verdict=\"unknown\"} 1.0",
            "walter_fleet_machines{verdict=\"blocked\"} 0.0",
            "walter_fleet_surveys_total{result=\"read\"} 3.0",
            "walter_fleet_surveys_total{result=\"failed\"} 0.0",
            "walter_fleet_last_survey_timestamp_seconds 1.7954292E9",
            "walter_fleet_last_correction_timestamp_seconds 1.7954286E9",
            "walter_fleet_corrections_total{ending=\"complete\"} 2.0",
            "walter_fleet_machines_put_off 1.0",
            "walter_fleet_inventory_valid 1.0",
            "walter_fleet_machines_corrected_total{outcome=\"rolled-back\"} 1.0",
            "walter_fleet_machines_corrected_total{outcome=\"failed\"} 0.0",
            "walter_fleet_step_duration_seconds_count{step=\"swap\"} 1",
            "walter_fleet_step_duration_seconds_bucket{step=\"gate\",le=\"300.0\"} 1",
            "walter_fleet_step_failures_total{step=\"gate\"} 1.0");
  }

  @Test
  void aBrokenInventoryIsANumberToo() throws Exception {
    metrics.accept(new Notice.Broken(now, "odd"));
    assertThat(asked("/metrics").body()).contains("walter_fleet_inventory_valid 0.0");
  }

  @Test
  void theNumbersComeInTheirOwnType() throws Exception {
    assertThat(asked("/metrics").headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
  }

  @Test
  void itIsWellAsLongAsTheMachinesAreRead() throws Exception {
    assertThat(asked("/healthz").body()).isEqualTo("ok: no survey yet\n");
    now = now.plus(Duration.ofMinutes(30));
    assertThat(asked("/healthz").statusCode()).isEqualTo(503);
    liveness.accept(new Notice.SurveyFailed(now, "the manifest is away"));
    assertThat(asked("/healthz").body()).isEqualTo("late: no survey yet: the manifest is away\n");
    WatchRig rig = new WatchRig(Duration.ofMinutes(10), Duration.ZERO, true);
    rig.runFor(Duration.ofMinutes(1));
    rig.notices.forEach(liveness);
    now = WatchRig.BEGIN.plus(Duration.ofMinutes(24));
    assertThat(asked("/healthz").statusCode()).isEqualTo(200);
    assertThat(asked("/healthz").body()).isEqualTo("ok: last survey at 2026-11-23T10:00:00Z\n");
    now = now.plusSeconds(1);
    assertThat(asked("/healthz").statusCode()).isEqualTo(503);
  }

  @Test
  void theFleetStandsAtTheRoot() throws Exception {
    HttpResponse<String> page = asked("/");
    assertThat(page.body()).isEqualTo("<p>fleet</p>");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @Test
  void nothingElseIsThereAndNothingCanBeChanged() throws Exception {
    assertThat(asked("/etc/passwd").statusCode()).isEqualTo(404);
    assertThat(sent("/metrics", "POST").statusCode()).isEqualTo(405);
    assertThat(sent("/metrics", "HEAD").body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
        "application/vnd.google.protobuf;encoding=text, text/plain;q=0.1",
        "application/vnd.google.protobuf;encoding=compact-text",
        "application/openmetrics-text; version=1.0.0",
        "image/png",
        ",;=q",
        ""
      })
  void theNumbersComeAsTextWhateverIsAccepted(String accept) throws Exception {
    try (StatusServer statusServer = statusServer()) {
      String answer =
          said(statusServer, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + END);
      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("; version=", "walter_fleet_inventory_valid");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1~Host: localhost:9464', 200",
    "'GET /?x=y HTTP/1.0~Host: 127.0.0.1', 200",
    "'GET /healthz HTTP/1.1~Host: [::1]:9464', 200",
    "'GET /healthz HTTP/1.1~host: LOCALHOST', 200",
    "'GET / HTTP/1.1~Host: rebound.example.com', 421",
    "'GET / HTTP/1.1~Host: rebound.example.com:9464', 421",
    "'GET / HTTP/1.1~Host: 127.evil.example.com', 421",
    "'GET / HTTP/1.1', 421",
    "'GET / HTTP/1.1~Host: localhost~Host: rebound.example.com', 400",
    "'GET http://localhost/ HTTP/1.1~Host: localhost', 400",
    "'GET /', 400",
    "'~', 400",
    "'nonsense', 400",
    "'DELETE / HTTP/1.1~Host: localhost', 405",
    "'GET /../etc/passwd HTTP/1.1~Host: localhost', 404"
  })
  void eachRequestHasAnAnswer(String head, int status) throws Exception {
    try (StatusServer statusServer = statusServer()) {
      assertThat(said(statusServer, head.replace("~", "\r\n") + END))
          .startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void aHeadThatIsTooLongIsAnswered() throws Exception {
    try (StatusServer statusServer = statusServer()) {
      assertThat(said(statusServer, "GET / HTTP/1.1\r\nX: " + "y".repeat(100_000) + END))
          .startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void whatCannotBeDrawnIsAnswered() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (StatusServer statusServer =
        StatusServer.at(
            any,
            metrics,
            liveness,
            () -> {
              throw new IllegalStateException("x");
            })) {
      assertThat(said(statusServer, "GET / HTTP/1.1\r\nHost: localhost" + END))
          .startsWith("HTTP/1.1 500 ");
    }
  }

  /**
   * As many as a process may open, some silent, some with half a request, some that do not read.
   */
  @Test
  @Timeout(60)
  void halfRequestsAndSlowReadersSilenceNobody() throws Exception {
    Sheet large = new Sheet("text/html", "x".repeat(20_000_000));
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    List<Socket> hostile = new ArrayList<>();
    try (StatusServer statusServer = StatusServer.at(any, metrics, liveness, () -> large)) {
      for (int i = 0; i < 300; i++) {
        Socket one = new Socket(InetAddress.getLoopbackAddress(), statusServer.port());
        hostile.add(one);
        String words =
            List.of("", "GET /heal", "GET / HTTP/1.1\r\nHost: localhost" + END).get(i % 3);
        one.getOutputStream().write(words.getBytes(US_ASCII));
        if (i % 50 == 0) {
          assertThat(said(statusServer, "GET /healthz HTTP/1.1\r\nHost: localhost" + END))
              .startsWith("HTTP/1.1 200 ");
        }
      }
      assertThat(said(statusServer, "GET /metrics HTTP/1.1\r\nHost: localhost" + END))
          .startsWith("HTTP/1.1 200 ");
      for (Socket one : hostile) {
        one.close();
      }
      assertThat(said(statusServer, "GET / HTTP/1.1\r\nHost: localhost" + END))
          .hasSizeGreaterThan(20_000_000);
    }
  }

  @Test
  @Timeout(60)
  void whoeverStopsItWhileItAnswersBreaksNothing() throws Exception {
    List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> broken.add(thrown));
    try {
      for (int i = 0; i < 300; i++) {
        List<Socket> callers = new ArrayList<>();
        try (StatusServer statusServer = statusServer()) {
          for (int j = 0; j < 10; j++) {
            callers.add(new Socket(InetAddress.getLoopbackAddress(), statusServer.port()));
          }
          for (Socket one : callers) {
            one.close();
          }
        }
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(broken).isEmpty();
  }

  @Test
  @Timeout(60)
  void whoSaysNothingInTimeIsTold() throws Exception {
    try (StatusServer statusServer = statusServer()) {
      assertThat(said(statusServer, "GET / HT")).startsWith("HTTP/1.1 408 ");
    }
  }

  private StatusServer statusServer() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return StatusServer.at(any, metrics, liveness, () -> new Sheet("text/html", "<p>fleet</p>"));
  }

  private static String said(StatusServer statusServer, String words) throws IOException {
    try (Socket one = new Socket(InetAddress.getLoopbackAddress(), statusServer.port())) {
      one.setSoTimeout(20_000);
      one.getOutputStream().write(words.getBytes(US_ASCII));
      return new String(one.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private HttpResponse<String> asked(String path) throws Exception {
    return sent(path, "GET");
  }

  private HttpResponse<String> sent(String path, String method) throws Exception {
    try (StatusServer statusServer = statusServer()) {
      URI uri = URI.create("http://127.0.0.1:" + statusServer.port() + path);
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());
    }
  }

  private static StepFinished step(String step, Result result, int seconds) {
    return new StepFinished(
        Instant.EPOCH, "b", step, result, Duration.ofSeconds(seconds), "as it says");
  }
}
