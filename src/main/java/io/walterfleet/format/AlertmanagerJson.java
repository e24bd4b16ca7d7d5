package io.walterfleet.format;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Notification.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Alerts for the API v2 of Prometheus' Alertmanager. The labels are the same whoever sees it, so
 * that any process resolves what any other raised. An alert has an end from the start, as it would
 * be over after some minutes else.
 *
 * @see <a href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API</a>
 */
public final class AlertmanagerJson {
  /** So long an alert stands that nobody tells again. */
  static final Duration LIFE = Duration.ofDays(7);

  private static final int LONGEST_TEXT = 2000;

  private AlertmanagerJson() {}

  /**
   * One that stands or is over.
   *
   * @param since when it began
   */
  public record Told(Alert alert, Instant since, boolean isOver) {}

  /** The body of a request. */
  public static String of(Sender sender, List<Told> all) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    all.forEach(one -> add(sender, one, json.addObject()));
    return JsonText.line(json);
  }

  private static void add(Sender sender, Told told, ObjectNode json) {
    Concern concern = told.alert().concern();
    json.putObject("labels")
        .put("alertname", name(concern.kind()))
        .put("fleet", sender.fleet())
        .put("machine", concern.machine())
        .put("severity", concern.kind() == Occasion.DRIFT ? "warning" : "critical");
    json.putObject("annotations")
        .put("summary", PagerDutyJson.summary(sender.fleet(), told.alert()))
        .put("description", Cut.to(LONGEST_TEXT, told.alert().seen().reason()))
        .put("fix", Cut.to(LONGEST_TEXT, told.alert().seen().fix()))
        .put("by", sender.owner());
    boolean wentBack = told.since().isAfter(sender.at());
    json.put("startsAt", (wentBack ? sender.at() : told.since()).toString());
    json.put("endsAt", (told.isOver() ? sender.at() : sender.at().plus(LIFE)).toString());
  }

  private static String name(Occasion kind) {
    return switch (kind) {
      case FAILED -> "WalterFleetRunFailed";
      case DRIFT -> "WalterFleetDrift";
      case UNHEALTHY -> "WalterFleetUnhealthy";
      case FINISHED -> "WalterFleetRunFinished";
    };
  }
}
