package io.walterfleet.format;

import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Notification.Sender;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event for PagerDuty's Events API v2. Fleet, kind and machine make its key, so that any process
 * resolves what any other raised.
 *
 * @see <a href="https://developer.pagerduty.com/docs/send-alert-event">Send an alert event</a>
 */
public final class PagerDutyJson {
  private static final int LONGEST_SUMMARY = 900;
  private static final int LONGEST_DETAIL = 2000;
  private static final int LONGEST_KEY = 255;

  private PagerDutyJson() {}

  /** That something is wrong with a machine. */
  public static String trigger(String routingKey, Sender sender, Alert alert) {
    ObjectNode json = event(routingKey, "trigger", sender.fleet(), alert.concern());
    json.put("client", "walter-fleet");
    ObjectNode payload = json.putObject("payload");
    payload.put("summary", summary(sender.fleet(), alert));
    payload.put("source", alert.concern().machine());
    payload.put("severity", severity(alert.concern().kind()));
    payload.put("timestamp", sender.at().toString());
    payload.put("component", "walter");
    payload.put("group", sender.fleet());
    payload.put("class", alert.concern().kind().word());
    payload
        .putObject("custom_details")
        .put("state", alert.seen().state())
        .put("reason", Cut.to(LONGEST_DETAIL, alert.seen().reason()))
        .put("fix", Cut.to(LONGEST_DETAIL, alert.seen().fix()))
        .put("by", sender.owner());
    return JsonText.line(json);
  }

  /** That it is over. */
  public static String resolve(String routingKey, String fleet, Concern concern) {
    return JsonText.line(event(routingKey, "resolve", fleet, concern));
  }

  private static ObjectNode event(String routingKey, String action, String fleet, Concern concern) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("routing_key", routingKey);
    json.put("event_action", action);
    json.put("dedup_key", key(fleet, concern));
    return json;
  }

  /** Names have no slash. */
  private static String key(String fleet, Concern concern) {
    String key = String.join("/", "walter-fleet", fleet, concern.kind().word(), concern.machine());
    return key.length() <= LONGEST_KEY ? key : "walter-fleet/" + digest(key);
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** One line for both kinds of incident servers. */
  static String summary(String fleet, Alert alert) {
    String reason = alert.seen().reason().isEmpty() ? "" : ": " + alert.seen().reason();
    String state = alert.concern().machine() + ": " + alert.seen().state();
    return Cut.to(LONGEST_SUMMARY, "walter-fleet " + fleet + ": " + state + reason);
  }

  private static String severity(Occasion kind) {
    return switch (kind) {
      case UNHEALTHY -> "critical";
      case FAILED -> "error";
      case DRIFT -> "warning";
      case FINISHED -> "info";
    };
  }
}
