package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.AlertmanagerJson.Told;
import io.walterfleet.format.Notification.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What incident servers are told: as they take it, and with the same key by whoever tells it. */
@Tag("unit")
class AlertBodiesTest {
  private static final String KEY = "0123456789abcdef0123456789ABCDEF";
  private static final Sender SENDER = new Sender(SampleRuns.START, "emea", "ana@laptop");
  private static final Sender ANOTHER =
      new Sender(SampleRuns.START.plusSeconds(3600), "emea", "bob@ci");

  @Test
  void pagerDutyGetsATriggerAndItsResolution() throws IOException {
    String trigger = PagerDutyJson.trigger(KEY, SENDER, alert("store-1", "swap failed"));
    assertThat(trigger)
        .isEqualTo(
            "{\"routing_key\":\"0123456789abcdef0123456789ABCDEF\",\"event_action\":\"trigger\","
                + "\"dedup_key\":\"walter-fleet/emea/failed/store-1\",\"client\":\"walter-fleet\","
                + "\"payload\":{\"summary\":\"walter-fleet emea: store-1: failed: swap failed\","
                + "\"source\":\"store-1\",\"severity\":\"error\","
                + "\"timestamp\":\"2026-11-23T10:05:12.345Z\",\"component\":\"walter\","
                + "\"group\":\"emea\",\"class\":\"failed\",\"custom_details\":{\"state\":\"failed\","
                + "\"reason\":\"swap failed\",\"fix\":\"look\",\"by\":\"ana@laptop\"}}}");
    String resolve = PagerDutyJson.resolve(KEY, "emea", new Concern(Occasion.FAILED, "store-1"));
    assertThat(resolve)
        .isEqualTo(
            "{\"routing_key\":\"0123456789abcdef0123456789ABCDEF\",\"event_action\":\"resolve\","
                + "\"dedup_key\":\"walter-fleet/emea/failed/store-1\"}");
    assertThat(Schemas.receiver("pagerduty", trigger)).isEmpty();
    assertThat(Schemas.receiver("pagerduty", resolve)).isEmpty();
  }

  @Test
  void pagerDutysLimitsAreKept() throws IOException {
    String name = "n".repeat(128);
    Sender longNamed = new Sender(SampleRuns.START, "f".repeat(128), "ana@laptop");
    String trigger = PagerDutyJson.trigger(KEY, longNamed, alert(name, "é\u001b".repeat(5000)));
    assertThat(Schemas.receiver("pagerduty", trigger)).isEmpty();
    String other = PagerDutyJson.trigger(KEY, longNamed, alert(name + "m", ""));
    assertThat(read(other).at("/dedup_key")).isNotEqualTo(read(trigger).at("/dedup_key"));
  }

  @Test
  void alertmanagerGetsAllAtOnceWithLabelsThatDoNotChange() throws IOException {
    String raised =
        AlertmanagerJson.of(
            SENDER, List.of(new Told(alert("store-1", "swap failed"), SENDER.at(), false)));
    assertThat(raised)
        .isEqualTo(
            "[{\"labels\":{\"alertname\":\"WalterFleetRunFailed\",\"fleet\":\"emea\","
                + "\"machine\":\"store-1\",\"severity\":\"critical\"},"
                + "\"annotations\":{\"summary\":\"walter-fleet emea: store-1: failed: swap failed\","
                + "\"description\":\"swap failed\",\"fix\":\"look\",\"by\":\"ana@laptop\"},"
                + "\"startsAt\":\"2026-11-23T10:05:12.345Z\","
                + "\"endsAt\":\"2026-11-30T10:05:12.345Z\"}]");
    Alert over = Alert.over(new Concern(Occasion.FAILED, "store-1"));
    String resolved = AlertmanagerJson.of(ANOTHER, List.of(new Told(over, SENDER.at(), true)));
    assertThat(read(resolved).at("/0/labels")).isEqualTo(read(raised).at("/0/labels"));
    assertThat(read(resolved).at("/0/startsAt")).isEqualTo(read(raised).at("/0/startsAt"));
    assertThat(read(resolved).at("/0/endsAt").asString()).isEqualTo("2026-11-23T11:05:12.345Z");
    assertThat(Schemas.receiver("alertmanager", raised)).isEmpty();
    assertThat(Schemas.receiver("alertmanager", resolved)).isEmpty();
  }

  @Test
  void noAlertEndsBeforeItBeganThoughAClockWasSetBack() {
    Alert over = Alert.over(new Concern(Occasion.DRIFT, "store-1"));
    String resolved =
        AlertmanagerJson.of(
            SENDER, List.of(new Told(over, SENDER.at().plus(Duration.ofHours(1)), true)));
    assertThat(read(resolved).at("/0/startsAt")).isEqualTo(read(resolved).at("/0/endsAt"));
  }

  private static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private static Alert alert(String machine, String reason) {
    return new Alert(
        new Concern(Occasion.FAILED, machine),
        new NotifiedMachine(machine, "failed", reason, "look"));
  }
}
