package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.slack.api.model.Message;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.TextObject;
import com.slack.api.util.json.GsonLayoutBlockFactory;
import com.slack.api.util.json.GsonTextObjectFactory;
import com.slack.api.util.json.UnknownPropertyDetectionAdapterFactory;
import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Notification.Sender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.bis5.mattermost.model.IncomingWebhookRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * What we send, read with models that others keep: Slack's own of a message, that of a client of
 * Mattermost, and what Microsoft's and PagerDuty's own libraries declare. They know each key, and
 * the type of each value; how long it may be, and what Slack and Mattermost must be told, our own
 * schemas of the receivers say.
 */
@Tag("unit")
class ReceiverModelsTest {
  private static final Sender SENDER = new Sender(SampleRuns.START, "emea", "ana@laptop");
  private static final NotifiedMachine MACHINE =
      new NotifiedMachine("store-1", "failed", "swap failed: a < b", "look");

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final Gson SLACK =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(LayoutBlock.class, new GsonLayoutBlockFactory(true))
          .registerTypeAdapter(TextObject.class, new GsonTextObjectFactory(true))
          .registerTypeAdapterFactory(new UnknownPropertyDetectionAdapterFactory())
          .create();

  /** Reads a body, or throws. */
  private interface Model {
    void read(String body);
  }

  @Test
  void slacksOwnModelOfMessagesKnowsAllOfIt() {
    hold(ReceiverModelsTest::readAsSlack, chat(Dialect.SLACK));
  }

  private static void readAsSlack(String body) {
    JsonObject sent = JsonParser.parseString(body).getAsJsonObject();
    JsonObject read = SLACK.toJsonTree(SLACK.fromJson(sent, Message.class)).getAsJsonObject();
    // a number would be read as a text: what was understood must be what was sent
    sent.entrySet().forEach(one -> assertThat(read.get(one.getKey())).isEqualTo(one.getValue()));
  }

  @Test
  void aClientOfMattermostKnowsAllOfIt() {
    hold(body -> STRICT.readValue(body, IncomingWebhookRequest.class), chat(Dialect.MATTERMOST));
  }

  @Test
  void microsoftsOwnTypesOfCardsKnowAllOfIt() throws IOException {
    DeclaredTypes types = declared("teams-cards");
    // the page about wide cards says Full, the library full
    String card =
        read(chat(Dialect.TEAMS))
            .at("/attachments/0/content")
            .toString()
            .replace("{\"width\":\"Full\"}", "{\"width\":\"full\"}");
    hold(text -> assertThat(types.complaints("IAdaptiveCard", read(text))).isEmpty(), card);
    for (String needed : List.of("/type", "/body", "/body/0/type", "/body/0/inlines/0/text")) {
      assertThat(types.complaints("IAdaptiveCard", without(card, needed))).as(needed).isNotEmpty();
    }
  }

  @Test
  void pagerDutysOwnTypesOfEventsKnowAllOfIt() throws IOException {
    DeclaredTypes types = declared("pagerduty-events");
    Alert alert = new Alert(new Concern(Occasion.FAILED, "store-1"), MACHINE);
    JsonNode sent = read(PagerDutyJson.trigger("0".repeat(32), SENDER, alert));
    // the page of the Events API has it, the library does not
    String event = without(sent.toString(), "/client").toString();
    Model model = text -> assertThat(types.complaints("EventPayloadV2", read(text))).isEmpty();
    hold(model, event, "/payload/custom_details");
    for (String needed :
        List.of("/routing_key", "/event_action", "/payload/summary", "/payload/source")) {
      assertThat(types.complaints("EventPayloadV2", without(event, needed)))
          .as(needed)
          .isNotEmpty();
    }
    String resolved =
        PagerDutyJson.resolve("0".repeat(32), "emea", new Concern(Occasion.FAILED, "store-1"));
    assertThat(types.complaints("EventPayloadV2", read(resolved)))
        .as("a resolution has no payload, as the page says")
        .containsExactly("/payload is missing");
  }

  private static DeclaredTypes declared(String name) throws IOException {
    return DeclaredTypes.of(Path.of("src/test/resources/receivers", name + ".d.ts"));
  }

  private static JsonNode read(String json) {
    return JsonMapper.shared().readTree(json);
  }

  private static JsonNode without(String json, String pointer) {
    JsonNode root = read(json);
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) root.at(pointer.substring(0, slash))).remove(pointer.substring(slash + 1));
    return root;
  }

  /** The model takes the body, and no other that is wrong in one place. */
  private static void hold(Model model, String body) {
    hold(model, body, "/none");
  }

  /** The same, but for what is the sender's own in one object. */
  private static void hold(Model model, String body, String free) {
    assertThatCode(() -> model.read(body)).doesNotThrowAnyException();
    for (String wrong : wrong(body, free)) {
      assertThatThrownBy(() -> model.read(wrong)).as(wrong).isNotNull();
    }
  }

  /** With a key that nobody knows in each object, and with a value of another type for each. */
  private static List<String> wrong(String body, String free) {
    List<String> all = new ArrayList<>();
    List<String> objects = new ArrayList<>(objects(JsonMapper.shared().readTree(body), ""));
    objects.remove(free);
    for (String object : objects) {
      all.add(changed(body, object, "no_such_key", "x"));
      for (Map.Entry<String, JsonNode> field :
          JsonMapper.shared().readTree(body).at(object).properties()) {
        switch (field.getValue().getNodeType()) {
          case STRING -> all.add(changed(body, object, field.getKey(), true));
          case BOOLEAN, NUMBER, ARRAY -> all.add(changed(body, object, field.getKey(), "x"));
          default -> {}
        }
      }
    }
    return all;
  }

  private static List<String> objects(JsonNode node, String at) {
    List<String> all = new ArrayList<>();
    if (node.isObject()) {
      all.add(at);
      node.properties()
          .forEach(one -> all.addAll(objects(one.getValue(), at + "/" + one.getKey())));
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      all.addAll(objects(node.get(i), at + "/" + i));
    }
    return all;
  }

  private static String changed(String body, String object, String key, Object value) {
    JsonNode root = JsonMapper.shared().readTree(body);
    ((ObjectNode) root.at(object)).putPOJO(key, value);
    return root.toString();
  }

  private static String chat(Dialect dialect) {
    Notification told =
        new Notification(
            Occasion.FAILED,
            SENDER,
            "1 failed",
            false,
            Optional.empty(),
            List.of(MACHINE, MACHINE));
    return NotificationBodies.of(dialect, List.of(told)).get(0);
  }
}
