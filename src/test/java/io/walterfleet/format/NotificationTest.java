package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Notification.Sender;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Conditions;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What webhooks are told. */
@Tag("unit")
class NotificationTest {
  private static final Sender SENDER = new Sender(SampleRuns.START, "emea", "ana@laptop");

  @Test
  void aRunThatEndedIsOneLineAndTheMachinesToLookAt() throws IOException {
    List<MachineResult> failed =
        List.of(
            new MachineResult("store-002", Outcome.FAILED, "swap failed: no\u001b trace", "look"));
    String json =
        NotificationJson.of(Notification.ended(Occasion.FAILED, SENDER, "apply", end(), failed));
    assertThat(json)
        .isEqualTo(
            "{\"format\":\"walter-fleet/notification/v1\",\"occasion\":\"failed\",\"resolved\":false,"
                + "\"text\":\"walter-fleet emea: apply 20261123T100512Z-1c2d: stopped (4),"
                + " 1 applied, 1 failed; failed: store-002 (ana@laptop)\","
                + "\"at\":\"2026-11-23T10:05:12.345Z\",\"fleet\":\"emea\",\"by\":\"ana@laptop\","
                + "\"run\":{\"id\":\"20261123T100512Z-1c2d\",\"kind\":\"apply\",\"exitCode\":4,"
                + "\"counts\":{\"applied\":1,\"failed\":1}},"
                + "\"machines\":[{\"name\":\"store-002\",\"state\":\"failed\","
                + "\"reason\":\"swap failed: no\\\\u{1b} trace\",\"fix\":\"look\"}],\"machinesLeftOut\":0}");
    assertThat(Schemas.complaints("notification.schema.json", json)).isEmpty();
  }

  @Test
  void whereWalterIsNotHealthyIsToldAndThatItIsHealthyAgain() throws IOException {
    Conditions bad =
        new Conditions(
            Map.of(
                "store-002",
                Condition.notReady("/health/ready answered 503"),
                "a",
                Condition.READY));
    String json = NotificationJson.of(Notification.unhealthy(SENDER, bad));
    assertThat(json)
        .isEqualTo(
            "{\"format\":\"walter-fleet/notification/v1\",\"occasion\":\"unhealthy\","
                + "\"resolved\":false,"
                + "\"text\":\"walter-fleet emea: 1 machine not healthy: store-002 (ana@laptop)\","
                + "\"at\":\"2026-11-23T10:05:12.345Z\",\"fleet\":\"emea\",\"by\":\"ana@laptop\","
                + "\"machines\":[{\"name\":\"store-002\",\"state\":\"not-ready\","
                + "\"reason\":\"/health/ready answered 503\",\"fix\":\"\"}],\"machinesLeftOut\":0}");
    assertThat(Schemas.complaints("notification.schema.json", json)).isEmpty();
    Conditions good = new Conditions(Map.of("store-002", Condition.READY));
    String over =
        NotificationJson.of(Notification.healthyAgain(SENDER, List.of("store-002"), good));
    assertThat(over)
        .contains(
            "\"resolved\":true,"
                + "\"text\":\"walter-fleet emea: 1 machine healthy again: store-002 (ana@laptop)\"",
            "{\"name\":\"store-002\",\"state\":\"ready\",\"reason\":\"\",\"fix\":\"\"}");
    assertThat(Schemas.complaints("notification.schema.json", over)).isEmpty();
  }

  @Test
  void ofManyMachinesTheFirstFiftyAreNamed() throws IOException {
    List<MachineResult> many =
        IntStream.rangeClosed(1, 73)
            .mapToObj(i -> new MachineResult("store-" + i, Outcome.SKIPPED, "", ""))
            .toList();
    String json =
        NotificationJson.of(Notification.ended(Occasion.FINISHED, SENDER, "drift", end(), many));
    assertThat(json).contains("store-50").doesNotContain("store-51").endsWith(":23}");
    assertThat(Schemas.complaints("notification.schema.json", json)).isEmpty();
  }

  private static RunFinished end() {
    List<Event> events = SampleRuns.events();
    return (RunFinished) events.get(events.size() - 1);
  }
}
