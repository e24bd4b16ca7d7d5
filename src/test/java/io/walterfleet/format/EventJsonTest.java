package io.walterfleet.format;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.walterfleet.rollout.Event;
import io.walterfleet.step.StepReport.Result;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class EventJsonTest {
  @Test
  void eachEventIsOneObjectALine() {
    EventJson json = new EventJson(SampleRuns.RUN);
    assertThat(SampleRuns.events().stream().map(json::line).collect(joining("\n", "", "\n")))
        .isEqualTo(
            """
            {"type":"run-started","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:12.345Z","run":"20261123T100512Z-1c2d","plan":"20261123T100000Z-7f3a","machines":2,"batches":2}
            {"type":"step-started","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:12.345Z","run":"20261123T100512Z-1c2d","machine":"store-001","step":"stage"}
            {"type":"step-started","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:12.345Z","run":"20261123T100512Z-1c2d","machine":"store-002","step":"stage"}
            {"type":"step-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:14.345Z","run":"20261123T100512Z-1c2d","machine":"store-001","step":"stage","result":"changed","seconds":1.9,"detail":"214 files"}
            {"type":"step-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:14.345Z","run":"20261123T100512Z-1c2d","machine":"store-002","step":"stage","result":"already","seconds":0.2,"detail":""}
            {"type":"step-started","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:15.345Z","run":"20261123T100512Z-1c2d","machine":"store-001","step":"swap"}
            {"type":"step-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:16.345Z","run":"20261123T100512Z-1c2d","machine":"store-001","step":"swap","result":"changed","seconds":1.0,"detail":""}
            {"type":"machine-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:26.345Z","run":"20261123T100512Z-1c2d","machine":"store-001","outcome":"applied","reason":"","fix":""}
            {"type":"batch-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:26.345Z","run":"20261123T100512Z-1c2d","batch":1,"wave":"stores","failed":0}
            {"type":"step-started","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:27.345Z","run":"20261123T100512Z-1c2d","machine":"store-002","step":"swap"}
            {"type":"step-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:28.345Z","run":"20261123T100512Z-1c2d","machine":"store-002","step":"swap","result":"failed","seconds":1.0,"detail":"no trace"}
            {"type":"machine-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:28.345Z","run":"20261123T100512Z-1c2d","machine":"store-002","outcome":"failed","reason":"swap failed: no trace","fix":"look"}
            {"type":"batch-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:28.345Z","run":"20261123T100512Z-1c2d","batch":2,"wave":"stores","failed":1}
            {"type":"run-finished","format":"walter-fleet/event/v1","at":"2026-11-23T10:05:28.345Z","run":"20261123T100512Z-1c2d","counts":{"applied":1,"failed":1},"ending":"budget","exitCode":4}
            """);
  }

  @Test
  void whatWasCopiedIsReadBackAndAHistoryWithoutItIsRead() throws Exception {
    Event.StepFinished plain =
        new Event.StepFinished(
            SampleRuns.START, "a", "backup", Result.CHANGED, Duration.ofSeconds(9), "copied");
    EventJson json = new EventJson(SampleRuns.RUN);
    String line = json.line(plain.copying(3_000_000_000L, Duration.ZERO));
    assertThat(line).endsWith(",\"detail\":\"copied\",\"bytes\":3000000000}");
    assertThat(EventJson.read(line)).isEqualTo(plain.copying(3_000_000_000L, Duration.ZERO));
    assertThat(Schemas.complaints("event.schema.json", line)).isEmpty();
    Event ahead = plain.copying(3_000_000_000L, Duration.ofMillis(7250));
    assertThat(json.line(ahead)).endsWith(",\"bytes\":3000000000,\"aheadSeconds\":7.25}");
    assertThat(EventJson.read(json.line(ahead))).isEqualTo(ahead);
    assertThat(Schemas.complaints("event.schema.json", json.line(ahead))).isEmpty();
    assertThat(json.line(plain)).doesNotContain("bytes").doesNotContain("ahead");
    assertThat(EventJson.read(json.line(plain))).isEqualTo(plain);
    assertThatThrownBy(() -> EventJson.read(line.replace("3000000000", "\"much\"")))
        .isInstanceOf(BadPlan.class);
  }

  @Test
  void eachEventObeysTheSchema() throws IOException {
    EventJson json = new EventJson(SampleRuns.RUN);
    for (var event : SampleRuns.events()) {
      assertThat(Schemas.complaints("event.schema.json", json.line(event))).isEmpty();
    }
  }
}
