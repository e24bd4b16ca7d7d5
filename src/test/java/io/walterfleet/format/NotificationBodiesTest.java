package io.walterfleet.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Dialect;
import io.walterfleet.fleet.Occasion;
import io.walterfleet.format.Notification.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What chat servers are told: as they take it, whatever machines say. */
@Tag("unit")
class NotificationBodiesTest {
  private static final Sender SENDER = new Sender(SampleRuns.START, "emea", "ana@laptop");
  private static final String HOSTILE =
      "<!channel> <@U024BE7LH> @here @all ```*bold* [x](https://evil.example.com)\n# big & <at>x</at>";

  @Test
  void slackShowsTheTitleAndTheMachinesInACodeBlock() throws IOException {
    String body = only(Dialect.SLACK, List.of(told("store-1", "swap failed: a < b & c")));
    assertThat(body)
        .isEqualTo(
            "{\"text\":\"walter-fleet emea: 1 machine drifted\",\"blocks\":["
                + "{\"type\":\"section\",\"text\":{\"type\":\"plain_text\","
                + "\"text\":\"walter-fleet emea: 1 machine drifted\",\"emoji\":false}},"
                + "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","
                + "\"text\":\"```store-1: drift: swap failed: a &lt; b &amp; c\\n"
                + "fix: look at store-1```\",\"verbatim\":true}}]}");
    assertThat(Schemas.receiver("slack", body)).isEmpty();
  }

  @Test
  void teamsShowsACardOfTextRuns() throws IOException {
    String body = only(Dialect.TEAMS, List.of(told("store-1", "swap failed")));
    assertThat(body)
        .isEqualTo(
            "{\"type\":\"message\",\"attachments\":[{"
                + "\"contentType\":\"application/vnd.microsoft.card.adaptive\",\"contentUrl\":null,"
                + "\"content\":{\"$schema\":\"http://adaptivecards.io/schemas/adaptive-card.json\","
                + "\"type\":\"AdaptiveCard\",\"version\":\"1.4\",\"msteams\":{\"width\":\"Full\"},\"body\":["
                + block("Medium", "walter-fleet emea: 1 machine drifted", ",\"weight\":\"Bolder\"")
                + ","
                + block("Small", "store-1: drift: swap failed", "")
                + ","
                + block("Small", "fix: look at store-1", "")
                + "]}}]}");
    assertThat(Schemas.receiver("teams", body)).isEmpty();
  }

  @Test
  void mattermostShowsOneCodeBlock() throws IOException {
    String body = only(Dialect.MATTERMOST, List.of(told("store-1", "swap failed")));
    assertThat(body)
        .isEqualTo(
            "{\"text\":\"```text\\nwalter-fleet emea: 1 machine drifted\\n"
                + "store-1: drift: swap failed\\nfix: look at store-1\\n```\"}");
    assertThat(Schemas.receiver("mattermost", body)).isEmpty();
  }

  @Test
  void plainIsOneBodyForEachAndTheOthersHaveOneForAll() throws IOException {
    List<Notification> two = List.of(told("store-1", "a"), told("store-2", "b"));
    assertThat(NotificationBodies.of(Dialect.PLAIN, two))
        .containsExactly(NotificationJson.of(two.get(0)), NotificationJson.of(two.get(1)));
    for (Dialect dialect : List.of(Dialect.SLACK, Dialect.TEAMS, Dialect.MATTERMOST)) {
      String body = only(dialect, two);
      assertThat(body).contains("store-1: drift: a", "store-2: drift: b");
      assertThat(Schemas.receiver(dialect.word(), body)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SLACK", "TEAMS", "MATTERMOST"})
  void wordsOfMachinesAreNeitherMarkupNorMentions(Dialect dialect) throws IOException {
    String body = only(dialect, List.of(told("store-1", HOSTILE)));
    assertThat(Schemas.receiver(dialect.word(), body)).isEmpty();
    JsonNode json = JsonMapper.shared().readTree(body);
    switch (dialect) {
      case SLACK -> {
        assertThat(body).doesNotContain("<", ">");
        assertThat(json.at("/blocks/1/text/text").asString())
            .startsWith("```store-1")
            .endsWith("```")
            .matches(Pattern.compile("```[^`]*```"));
      }
      case MATTERMOST ->
          assertThat(json.at("/text").asString()).matches(Pattern.compile("```text\\n[^`]*\\n```"));
      // the schema allows nothing but text runs, and no entity that would make a mention
      case TEAMS ->
          assertThat(json.at("/attachments/0/content/body/1/inlines/0/text").asString())
              .isEqualTo("store-1: drift: " + HOSTILE.replace("\n", "\\u{a}"));
      case PLAIN -> throw new AssertionError("not a chat");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SLACK", "TEAMS", "MATTERMOST"})
  void aThousandMachinesAreCutToWhatTheServerTakes(Dialect dialect) throws IOException {
    List<NotifiedMachine> machines =
        IntStream.rangeClosed(1, 1000)
            .mapToObj(i -> new NotifiedMachine("store-" + i, "failed", "<&ü".repeat(200), "fix it"))
            .toList();
    Notification many = told(machines);
    for (List<Notification> all :
        List.of(List.of(many), List.of(many, many, many), List.of(told("a", "b"), many))) {
      String body = only(dialect, all);
      assertThat(Schemas.receiver(dialect.word(), body)).isEmpty();
      assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(21_000);
      assertThat(body).contains("store-1: failed").doesNotContain("store-999");
      assertThat(body).containsPattern("and 9\\d\\d more");
    }
  }

  private static String only(Dialect dialect, List<Notification> told) {
    List<String> bodies = NotificationBodies.of(dialect, told);
    assertThat(bodies).hasSize(1);
    return bodies.get(0);
  }

  private static String block(String spacing, String text, String weight) {
    return "{\"type\":\"RichTextBlock\",\"spacing\":\"%s\",\"inlines\":[{\"type\":\"TextRun\",\"text\":\"%s\"%s}]}"
        .formatted(spacing, text, weight);
  }

  private static Notification told(String machine, String reason) {
    return told(List.of(new NotifiedMachine(machine, "drift", reason, "look at " + machine)));
  }

  private static Notification told(List<NotifiedMachine> machines) {
    return new Notification(
        Occasion.DRIFT,
        SENDER,
        "walter-fleet emea: 1 machine drifted",
        false,
        Optional.empty(),
        machines);
  }
}
