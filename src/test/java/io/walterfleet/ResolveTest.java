package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.health.Health;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one command line raises at a receiver, another resolves. */
@Tag("scripts")
class ResolveTest {
  private static final String KEY = "c4n4ryc4n4ryc4n4ryc4n4ryc4n4ry00";
  private static final String LIST =
      """
      notify:
        - {webhook: "%1$s/v2/enqueue", as: pagerduty, routingKeyFile: key}
        - {webhook: "%1$s/api/v2/alerts", as: alertmanager}
        - {webhook: "%1$s/plain", as: plain, on: [failed, drift, unhealthy]}
        - {webhook: "%1$s/slack", as: slack, on: [failed, drift, unhealthy]}
      """;

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 202;

  @Test
  void whatOneRunRaisesAnotherResolves() throws IOException {
    TestSite site =
        new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    Files.writeString(folder.resolve("key"), KEY + "\n");
    try (Server server = Server.plain().on("/", this::take)) {
      String inventory =
          site.inventory(
              List.of("store-1", "store-2"),
              "rollout: {maxFailed: 2}\n" + LIST.formatted(server.url("")));

      site.fail("store-1", "pull", "manifest unknown");
      run(site, 3, "apply", "--yes", "-q", "-i", inventory);
      assertThat(events()).containsExactly("trigger walter-fleet/test/failed/store-1");
      assertThat(alerts()).containsExactly("WalterFleetRunFailed store-1 stands");
      assertThat(texts("/plain")).hasSize(1);
      assertThat(texts("/slack")).hasSize(1);

      told.clear();
      site.docker("store-1").mendCall("pull");
      run(site, 0, "apply", "--yes", "-q", "-i", inventory);
      assertThat(events()).containsExactly("resolve walter-fleet/test/failed/store-1");
      assertThat(alerts()).containsExactly("WalterFleetRunFailed store-1 is over");
      String over =
          "walter-fleet test: 1 machine well again after a failed run: store-1 (ana@laptop)";
      assertThat(texts("/plain")).containsExactly(over);
      assertThat(texts("/slack")).containsExactly(over);

      told.clear();
      Files.writeString(
          site.remote().home("store-1").resolve("walter-onprem/compose.yml"),
          "# edited\n",
          StandardOpenOption.APPEND);
      site.health("store-2", new Health.Starting("/health/ready answered 503"));
      run(site, 10, "drift", "-q", "-i", inventory);
      run(site, 10, "drift", "-q", "-i", inventory);
      assertThat(events())
          .containsExactly(
              "trigger walter-fleet/test/drift/store-1",
              "trigger walter-fleet/test/unhealthy/store-2");
      // that one forgets what nobody tells it again
      assertThat(alerts())
          .containsExactly(
              "WalterFleetDrift store-1 stands",
              "WalterFleetUnhealthy store-2 stands",
              "WalterFleetDrift store-1 stands",
              "WalterFleetUnhealthy store-2 stands");
      assertThat(texts("/plain")).hasSize(2);
      assertThat(texts("/slack"))
          .containsExactly(
              "walter-fleet test: 1 machine drifted: store-1 (ana@laptop)\n"
                  + "walter-fleet test: 1 machine not healthy: store-2 (ana@laptop)");

      told.clear();
      site.health("store-2", new Health.Ready());
      status = 503;
      Ran away = site.run("drift", "--correct", "--yes", "-q", "-i", inventory);
      assertThat(away.exitCode()).isZero();
      assertThat(away.err())
          .contains("note: the webhook at 127.0.0.1 was not told: it answered 503");
      told.clear();
      status = 202;
      run(site, 0, "drift", "-q", "-i", inventory);
      assertThat(events())
          .containsExactlyInAnyOrder(
              "resolve walter-fleet/test/drift/store-1",
              "resolve walter-fleet/test/unhealthy/store-2");
      assertThat(alerts())
          .containsExactly(
              "WalterFleetDrift store-1 is over", "WalterFleetUnhealthy store-2 is over");
      assertThat(texts("/slack"))
          .containsExactly(
              "walter-fleet test: 1 machine no longer drifted: store-1 (ana@laptop)\n"
                  + "walter-fleet test: 1 machine healthy again: store-2 (ana@laptop)");

      told.clear();
      run(site, 0, "drift", "-q", "-i", inventory);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void withoutItsKeyNobodyIsToldAndOneNoteSaysWhere() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    try (Server server = Server.plain().on("/", this::take)) {
      String list =
          """
          notify:
            - {webhook: "%1$s/v2/enqueue", as: pagerduty, routingKeyVariable: PAGER}
          """;
      String inventory = site.inventory(List.of("store-1"), list.formatted(server.url("")));
      site.fail("store-1", "pull", "manifest unknown");
      Ran ran = site.run("apply", "--yes", "-q", "-i", inventory);
      assertThat(ran.exitCode()).isEqualTo(3);
      assertThat(ran.err())
          .isEqualTo(
              "note: the webhook at 127.0.0.1 was not told: the environment variable PAGER is empty"
                  + " or not set\n");
      site.with("PAGER", KEY);
      assertThat(run(site, 3, "apply", "--yes", "-q", "-i", inventory).err()).isEmpty();
      assertThat(events()).containsExactly("trigger walter-fleet/test/failed/store-1");
    }
  }

  @Test
  void aWatchRaisesWhatItSeesAndResolvesWhatItPutsBack() throws Exception {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.3").with("PAGER", KEY);
    try (Server server = Server.plain().on("/", this::take)) {
      String list =
          """
          notify:
            - {webhook: "%1$s/v2/enqueue", as: pagerduty, routingKeyVariable: PAGER}
            - {webhook: "%1$s/slack", as: slack, on: [drift]}
          """;
      String inventory = site.inventory(List.of("store-1"), list.formatted(server.url("")));
      run(site, 0, "apply", "--yes", "-q", "-i", inventory);
      told.clear();
      Files.writeString(
          site.remote().home("store-1").resolve("walter-onprem/compose.yml"),
          "# edited\n",
          StandardOpenOption.APPEND);
      CompletableFuture<Ran> watch =
          CompletableFuture.supplyAsync(
              () -> site.run("watch", "--correct", "--every", "1h", "-i", inventory));
      for (int i = 0; i < 600 && !site.printed().contains("kept: store-1: "); i++) {
        Thread.sleep(50);
      }
      site.interrupt();
      assertThat(watch.get(60, TimeUnit.SECONDS).exitCode()).isZero();
      List<String> events = events();
      assertThat(events).contains("trigger walter-fleet/test/drift/store-1");
      assertThat(events.get(events.size() - 1))
          .isEqualTo("resolve walter-fleet/test/drift/store-1");
      assertThat(texts("/slack"))
          .containsExactlyInAnyOrder(
              "walter-fleet test: 1 machine drifted: store-1 (ana@laptop)",
              "walter-fleet test: 1 machine no longer drifted: store-1 (ana@laptop)");
    }
  }

  @Test
  void eachReceiverThatRefusesIsOneNoteAndChangesNoExitCode() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2").with("PAGER", KEY);
    try (Server server = Server.plain().on("/", this::take)) {
      String list =
          """
          notify:
            - {webhook: "%1$s/T0/v2/enqueue", as: pagerduty, routingKeyVariable: PAGER}
            - {webhook: "%1$s/T0/api/v2/alerts", as: alertmanager}
            - {webhook: "%1$s/T0/slack", as: slack}
            - {webhook: "%1$s/T0/teams", as: teams}
            - {webhook: "%1$s/T0/mattermost", as: mattermost}
            - {webhook: "%1$s/T0/plain", as: plain}
          """;
      String inventory = site.inventory(List.of("store-1"), list.formatted(server.url("")));
      site.fail("store-1", "pull", "manifest unknown");
      for (int refusal : List.of(302, 400, 404, 429, 500)) {
        status = refusal;
        String more =
            switch (refusal) {
              case 302 -> ", and redirects are not followed";
              case 429, 500 -> " (tried 4 times)";
              default -> "";
            };
        assertThat(run(site, 3, "apply", "--yes", "-q", "-i", inventory).err())
            .isEqualTo(
                "note: the webhook at 127.0.0.1 was not told: it answered %d%s\n"
                    .formatted(refusal, more)
                    .repeat(6));
      }
      told.clear();
      status = 200;
      run(site, 3, "apply", "--yes", "-q", "-i", inventory);
      assertThat(told).hasSize(6);
    }
  }

  private Ran run(TestSite site, int exitCode, String... words) {
    Ran ran = site.run(words);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(exitCode);
    assertThat(ran.out() + ran.err()).doesNotContain(KEY);
    return ran;
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    told.add(exchange.getRequestURI().getPath() + " " + body);
    exchange.sendResponseHeaders(status, -1);
  }

  private List<String> bodies(String path) {
    return told.stream()
        .filter(one -> one.startsWith(path + " "))
        .map(one -> one.substring(path.length() + 1))
        .toList();
  }

  private List<String> events() throws IOException {
    List<String> events = new ArrayList<>();
    for (String body : bodies("/v2/enqueue")) {
      assertThat(Schemas.receiver("pagerduty", body)).isEmpty();
      JsonNode json = JsonMapper.shared().readTree(body);
      assertThat(json.at("/routing_key").asString()).isEqualTo(KEY);
      events.add(json.at("/event_action").asString() + " " + json.at("/dedup_key").asString());
    }
    return events;
  }

  private List<String> alerts() throws IOException {
    List<String> alerts = new ArrayList<>();
    for (String body : bodies("/api/v2/alerts")) {
      assertThat(Schemas.receiver("alertmanager", body)).isEmpty();
      StreamSupport.stream(JsonMapper.shared().readTree(body).spliterator(), false)
          .map(ResolveTest::shown)
          .forEach(alerts::add);
    }
    return alerts;
  }

  private static String shown(JsonNode alert) {
    boolean stands = alert.at("/endsAt").asString().startsWith("2026-11-30");
    return alert.at("/labels/alertname").asString()
        + " "
        + alert.at("/labels/machine").asString()
        + (stands ? " stands" : " is over");
  }

  private List<String> texts(String path) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String body : bodies(path)) {
      assertThat(body).doesNotContain(KEY);
      if (path.equals("/plain")) {
        assertThat(Schemas.complaints("notification.schema.json", body)).isEmpty();
      }
      texts.add(JsonMapper.shared().readTree(body).at("/text").asString());
    }
    return texts;
  }
}
