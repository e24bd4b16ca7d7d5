package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the webhooks of an inventory are told by whole command lines. */
@Tag("scripts")
class NotifyTest {
  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void eachWebhookIsToldOfItsOccasionsAndNoSecretGoesAlong() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    try (Server server = Server.plain()) {
      for (String path : List.of("/failed", "/drift", "/finished")) {
        server.on(
            path,
            exchange -> {
              String body =
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
              told.add(path + ": " + text(body));
              assertThat(body).doesNotContain("canary");
              exchange.sendResponseHeaders(200, -1);
            });
      }
      String inventory =
          site.inventory(
              List.of("store-1"),
              """
              notify:
                - {webhook: "%s?token=canary", on: [failed]}
                - {webhook: "%s", on: [drift]}
                - {webhook: "%s", on: [finished]}
              """
                  .formatted(server.url("/failed"), server.url("/drift"), server.url("/finished")));
      site.fail("store-1", "pull", "manifest unknown");
      site.run("apply", "--yes", "-q", "-i", inventory);
      assertThat(told)
          .containsExactlyInAnyOrder(
              "/failed: walter-fleet test: apply ID: failed (3), 1 failed; failed: store-1 (ana@laptop)",
              "/finished: walter-fleet test: apply ID: failed (3), 1 failed; failed: store-1 (ana@laptop)");

      told.clear();
      site.docker("store-1").mendCall("pull");
      site.run("apply", "--yes", "-q", "-i", inventory);
      Files.writeString(
          site.remote().home("store-1").resolve("walter-onprem/compose.yml"),
          "# edited\n",
          StandardOpenOption.APPEND);
      site.run("drift", "-q", "-i", inventory);
      site.run("plan", "-q", "-i", inventory);
      assertThat(told)
          .containsExactly(
              "/finished: walter-fleet test: apply ID: done, 1 applied (ana@laptop)",
              "/drift: walter-fleet test: 1 machine drifted: store-1 (ana@laptop)");
      assertThat(site.run("apply", "--yes", "-q", "-i", inventory).exitCode()).isZero();
    }
  }

  @Test
  void eachChatIsToldInItsOwnFormOnceForAllMachines() throws IOException {
    TestSite site = new TestSite(folder);
    List<String> machines = List.of("store-1", "store-2", "store-3");
    for (String machine : machines) {
      site.installed(machine, "1.8.2");
    }
    try (Server server = Server.plain().on("/", this::take)) {
      String inventory =
          site.inventory(
              machines,
              """
              rollout: {batch: [3], maxFailed: 3}
              notify:
                - {webhook: "%1$s/slack?token=canary", as: slack, on: [failed]}
                - {webhook: "%1$s/teams?token=canary", as: teams, on: [failed]}
                - {webhook: "%1$s/mattermost?token=canary", as: mattermost, on: [failed]}
                - {webhook: "%1$s/plain?token=canary", as: plain, on: [failed]}
              """
                  .formatted(server.url("")));
      site.fail("store-1", "pull", "<!channel> ```denied");
      site.fail("store-3", "pull", "denied");
      assertThat(site.run("apply", "--yes", "-q", "-i", inventory).exitCode()).isEqualTo(3);
    }
    for (String form : List.of("slack", "teams", "mattermost")) {
      List<String> bodies = bodies(form);
      assertThat(bodies).hasSize(1);
      assertThat(Schemas.receiver(form, bodies.get(0))).isEmpty();
      assertThat(bodies.get(0))
          .contains("2 failed; failed: store-", "store-1: failed: ", "store-3: failed: ")
          .doesNotContain("store-2", "canary");
    }
    assertThat(bodies("plain")).hasSize(1);
    assertThat(Schemas.complaints("notification.schema.json", bodies("plain").get(0))).isEmpty();
  }

  /** The bodies that this path was sent. */
  private List<String> bodies(String path) {
    String start = "/" + path + ": ";
    return told.stream()
        .filter(one -> one.startsWith(start))
        .map(one -> one.substring(start.length()))
        .toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    told.add(exchange.getRequestURI().getPath() + ": " + body);
    exchange.sendResponseHeaders(200, -1);
  }

  @Test
  void aWebhookThatIsAwayIsANoteAndChangesNothing() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    String inventory =
        site.inventory(List.of("store-1"), "notify: [{webhook: \"http://127.0.0.1:1/canary\"}]\n");
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory))
        .isEqualTo(
            new Ran(
                0,
                "1 machine: 1 applied in 0.0 s\n",
                "note: the webhook at 127.0.0.1 was not told: the connection was refused"
                    + " (tried 4 times)\n"));
  }

  private static String text(String body) {
    return body.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1")
        .replaceAll("\\d{8}T\\d{6}Z-[0-9a-f]{4}", "ID");
  }
}
