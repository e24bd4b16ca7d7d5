package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
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
      Files.delete(site.remote().home("store-1").resolve(".stand-in/fail/pull"));
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
