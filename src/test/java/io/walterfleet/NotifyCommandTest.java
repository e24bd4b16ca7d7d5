package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A test of each receiver by hand, and programs that are told. */
@Tag("scripts")
class NotifyCommandTest {
  private static final String KEY = "c4n4ryc4n4ryc4n4ryc4n4ryc4n4ry00";

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void eachReceiverIsToldAndWhatItAnsweredIsSaid() throws IOException {
    TestSite site = new TestSite(folder).with("PAGER", KEY);
    Path out = tell("cat >>\"$(dirname \"$0\")/out\"");
    try (Server server = Server.plain().on("/", this::take).on("/gone", Server.status(410))) {
      String inventory =
          site.inventory(
              List.of("store-1"),
              """
              notify:
                - {webhook: "%1$s/slack?canary", as: slack, on: [drift]}
                - {webhook: "%1$s/teams?canary", as: teams}
                - {webhook: "%1$s/mattermost?canary", as: mattermost}
                - {webhook: "%1$s/plain?canary"}
                - {webhook: "%1$s/v2/enqueue", as: pagerduty, routingKeyVariable: PAGER}
                - {webhook: "%1$s/api/v2/alerts", as: alertmanager}
                - {command: [./tell, canary]}
              """
                  .formatted(server.url("")));
      Ran ran = site.run("notify", "test", "-i", inventory);
      assertThat(ran)
          .isEqualTo(
              new Ran(
                  0,
                  "the webhook at 127.0.0.1: it answered 200\n".repeat(4)
                      + "the webhook at 127.0.0.1: it answered 200, then it answered 200\n"
                          .repeat(2)
                      + "the command SITE/tell: it ended with 0\n"
                      + "7 of 7 told\n",
                  ""));
      for (String form : List.of("slack", "teams", "mattermost")) {
        assertThat(Schemas.receiver(form, bodies("/" + form).get(0))).isEmpty();
      }
      assertThat(bodies("/v2/enqueue")).hasSize(2).allMatch(one -> one.contains(KEY));
      assertThat(bodies("/v2/enqueue").get(0)).contains("trigger", "test/failed/(test)");
      assertThat(bodies("/v2/enqueue").get(1)).contains("resolve", "test/failed/(test)");
      assertThat(bodies("/api/v2/alerts")).hasSize(2);
      for (String plain : List.of(bodies("/plain").get(0), Files.readString(out).strip())) {
        assertThat(Schemas.complaints("notification.schema.json", plain)).isEmpty();
        assertThat(plain).contains("this is a test; nothing is wrong");
      }

      String broken =
          site.inventory(
              List.of("store-1"),
              """
              notify:
                - {webhook: "%1$s/gone?canary", as: slack}
                - {webhook: "http://127.0.0.1:1/v2/enqueue", as: pagerduty, routingKeyVariable: PAGER}
                - {webhook: "%1$s/v2/enqueue", as: pagerduty, routingKeyFile: absent}
                - {command: [./absent, canary]}
                - {command: [./tell]}
              """
                  .formatted(server.url("")));
      assertThat(site.run("notify", "test", "-i", broken))
          .isEqualTo(
              new Ran(
                  3,
                  """
                  the webhook at 127.0.0.1: not told: it answered 410
                  the webhook at 127.0.0.1: not told: the connection was refused
                  the webhook at 127.0.0.1: not told: there is no file SITE/absent
                  the command SITE/absent: not told: it cannot be started
                  the command SITE/tell: it ended with 0
                  1 of 5 told
                  """,
                  ""));
    }
  }

  /** What each of them answers, by its own pages, to a body, a key or a haste that it refuses. */
  @Test
  void eachReceiversOwnRefusalsAreSaid() throws IOException {
    TestSite site = new TestSite(folder).with("PAGER", KEY);
    Map<String, List<Integer>> refusals = new LinkedHashMap<>();
    Map<String, String> ends = Map.of("pagerduty", "/v2/enqueue", "alertmanager", "/api/v2/alerts");
    refusals.put("slack", List.of(400, 403, 404, 410, 429, 500));
    refusals.put("teams", List.of(400, 401, 404, 413, 429, 502));
    refusals.put("mattermost", List.of(400, 403, 404, 500, 501));
    refusals.put("pagerduty", List.of(400, 429, 500));
    refusals.put("alertmanager", List.of(400, 404, 500));
    refusals.put("plain", List.of(302, 418, 503));
    StringBuilder list = new StringBuilder("notify:\n");
    StringBuilder said = new StringBuilder();
    try (Server server = Server.plain()) {
      refusals.forEach(
          (as, statuses) -> {
            for (int status : statuses) {
              String path = "/" + as + "/" + status + ends.getOrDefault(as, "");
              server.on(path, Server.status(status));
              list.append("  - {webhook: \"%s\", as: %s".formatted(server.url(path), as))
                  .append(as.equals("pagerduty") ? ", routingKeyVariable: PAGER}\n" : "}\n");
              said.append("the webhook at 127.0.0.1: not told: it answered " + status)
                  .append(status == 302 ? ", and redirects are not followed\n" : "\n");
            }
          });
      Ran ran =
          site.run("notify", "test", "-i", site.inventory(List.of("store-1"), list.toString()));
      assertThat(ran).isEqualTo(new Ran(3, said + "0 of 26 told\n", ""));
      assertThat(server.asked()).hasSize(26);
    }
  }

  @Test
  void whatIsNotATestIsRefusedWithTheWholeCommand() throws IOException {
    TestSite site = new TestSite(folder);
    assertThat(site.run("notify", "tset", "-i", site.inventory(List.of("store-1"), "")))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: 'notify' does not know 'tset'
                    fix: walter-fleet notify -i SITE/fleet.yml test
                """));
  }

  @Test
  void aCommandIsRunByRunsAloneAndOnceForEach() throws IOException {
    TestSite site =
        new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    Path out = tell("cat >>\"$(dirname \"$0\")/out\"; echo run >>\"$(dirname \"$0\")/runs\"");
    String inventory =
        site.inventory(
            List.of("store-1", "store-2"),
            "rollout: {batch: [2], maxFailed: 2}\nnotify: [{command: [./tell], on: [failed]}]\n");
    site.fail("store-1", "pull", "denied");
    site.fail("store-2", "pull", "denied");
    for (String verb : List.of("validate", "plan", "status", "history")) {
      site.run(verb, "-i", inventory);
    }
    assertThat(folder.resolve("runs")).doesNotExist();
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory).exitCode()).isEqualTo(3);
    assertThat(folder.resolve("runs")).hasContent("run");
    assertThat(Files.readString(out)).contains("\"store-1\"", "\"store-2\"");
    assertThat(Schemas.complaints("notification.schema.json", Files.readString(out))).isEmpty();

    tell("exit 9");
    Ran failed = site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.err())
        .isEqualTo("note: the command SITE/tell was not told: it ended with 9\n");
  }

  @Test
  void aRunIsToldByMailAndThePasswordIsNowhere() throws Exception {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    Files.writeString(folder.resolve("password"), "canary-password\n");
    SMTPServer server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, context) -> {
                      if (!password.equals("canary-password")) {
                        throw new LoginFailedException();
                      }
                    }))
            .messageHandler(
                (context, from, to, data) -> told.add(new String(data, StandardCharsets.UTF_8)))
            .build();
    server.start();
    try {
      String inventory =
          site.inventory(
              List.of("store-1"),
              """
              notify:
                - {mail: {to: [ops@example.com], from: fleet@example.com, server: "127.0.0.1:%d", user: fleet, passwordFile: password}, on: [failed]}
              """
                  .formatted(server.getPortAllocated()));
      assertThat(site.run("notify", "test", "-i", inventory))
          .isEqualTo(new Ran(0, "the mail server 127.0.0.1: it answered 250\n1 of 1 told\n", ""));
      site.fail("store-1", "pull", "denied");
      Ran failed = site.run("apply", "--yes", "-q", "-i", inventory);
      assertThat(failed.exitCode()).isEqualTo(3);
      assertThat(failed.err()).isEmpty();
      assertThat(told).hasSize(2);
      assertThat(told.get(1)).contains("Subject: walter-fleet test: apply ", "store-1: failed: ");
      Files.writeString(folder.resolve("password"), "canary-wrong\n");
      Ran refused = site.run("apply", "--yes", "-q", "-i", inventory);
      assertThat(refused.err())
          .isEqualTo("note: the mail server 127.0.0.1 was not told: it refused the login\n");
      assertThat(told + failed.out() + refused.out()).doesNotContain("canary");
    } finally {
      server.stop();
    }
  }

  private Path tell(String act) throws IOException {
    Path script = folder.resolve("tell");
    Files.writeString(script, "#!/bin/sh\n" + act + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return folder.resolve("out");
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    told.add(exchange.getRequestURI().getPath() + " " + body);
    exchange.sendResponseHeaders(200, -1);
  }

  private List<String> bodies(String path) {
    return told.stream()
        .filter(one -> one.startsWith(path + " "))
        .map(one -> one.substring(path.length() + 1))
        .toList();
  }
}
