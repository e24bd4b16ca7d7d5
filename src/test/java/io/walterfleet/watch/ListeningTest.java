package io.walterfleet.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.watch.Listening.Sheet;
import io.walterfleet.watch.Notice.Correcting;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a watch answers over HTTP. */
@Tag("unit")
class ListeningTest {
  private static final Watch.Settings SETTINGS =
      new Watch.Settings(Duration.ofMinutes(10), Duration.ofMinutes(1), true);

  private final Metrics metrics = new Metrics();
  private Instant now = WatchRig.BEGIN;
  private final Wellness wellness = new Wellness(() -> now, SETTINGS);

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
    wellness.accept(new Notice.SurveyFailed(now, "the manifest is away"));
    assertThat(asked("/healthz").body()).isEqualTo("late: no survey yet: the manifest is away\n");
    WatchRig rig = new WatchRig(Duration.ofMinutes(10), Duration.ZERO, true);
    rig.runFor(Duration.ofMinutes(1));
    rig.notices.forEach(wellness);
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

  private HttpResponse<String> asked(String path) throws Exception {
    return sent(path, "GET");
  }

  private HttpResponse<String> sent(String path, String method) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (Listening listening =
        Listening.at(any, metrics, wellness, () -> new Sheet("text/html", "<p>fleet</p>"))) {
      URI uri = URI.create("http://127.0.0.1:" + listening.port() + path);
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
