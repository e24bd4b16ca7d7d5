package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.walterfleet.format.Schemas;
import io.walterfleet.release.Server;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one process raises at PagerDuty and Alertmanager, another process resolves. */
@Tag("loopback")
@Timeout(180)
class ResolvedByAnotherTest {
  private static final String KEY = "c4n4ryc4n4ryc4n4ryc4n4ryc4n4ry00";

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whatAProcessRaisedIsResolvedByTheNextOneAndByNoneAfterIt() throws Exception {
    try (Desk desk = Desk.withInstalled(1, Desk.FROM);
        Server server = Server.plain().on("/", this::take)) {
      Files.writeString(desk.folder().resolve("key"), KEY + "\n");
      String list =
          "[{webhook: \"%1$s/v2/enqueue\", as: pagerduty, routingKeyFile: key},"
              + " {webhook: \"%1$s/api/v2/alerts\", as: alertmanager}]";
      Path inventory = desk.write(desk.inventory().with("notify", list.formatted(server.url(""))));
      LoopbackMachine machine = desk.machine(0);
      machine.docker().failCall("pull", "manifest unknown");

      assertThat(ended(desk, "apply", "--yes", "-q", "-i", inventory.toString())).isEqualTo(3);
      JsonNode raised = only("/v2/enqueue");
      JsonNode stands = only("/api/v2/alerts").path(0);
      assertThat(raised.path("event_action").asString()).isEqualTo("trigger");
      assertThat(raised.at("/payload/summary").asString()).contains(machine.name(), "failed");

      told.clear();
      machine.docker().mendCall("pull");
      assertThat(ended(desk, "apply", "--yes", "-q", "-i", inventory.toString())).isZero();
      JsonNode resolved = only("/v2/enqueue");
      JsonNode over = only("/api/v2/alerts").path(0);
      assertThat(resolved.path("event_action").asString()).isEqualTo("resolve");
      assertThat(resolved.path("dedup_key")).isEqualTo(raised.path("dedup_key"));
      assertThat(over.path("labels")).isEqualTo(stands.path("labels"));
      assertThat(over.path("startsAt")).isEqualTo(stands.path("startsAt"));
      assertThat(over.path("endsAt").asString()).isLessThan(stands.path("endsAt").asString());

      told.clear();
      assertThat(ended(desk, "drift", "-q", "-i", inventory.toString())).isZero();
      assertThat(told).isEmpty();
    }
  }

  private static int ended(Desk desk, String... words) throws IOException, InterruptedException {
    try (ControllerProcess process = ControllerProcess.start(desk, List.of(words))) {
      int code = process.exitCode();
      assertThat(process.said()).doesNotContain("note:", KEY);
      return code;
    }
  }

  /** The one body that this path was sent; it is as the receiver's schema has it. */
  private JsonNode only(String path) throws IOException {
    List<String> bodies =
        told.stream()
            .filter(one -> one.startsWith(path))
            .map(one -> one.substring(path.length()))
            .toList();
    assertThat(bodies).hasSize(1);
    String receiver = path.startsWith("/v2") ? "pagerduty" : "alertmanager";
    assertThat(Schemas.receiver(receiver, bodies.get(0))).isEmpty();
    return JsonMapper.shared().readTree(bodies.get(0));
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    told.add(exchange.getRequestURI().getPath() + body);
    exchange.sendResponseHeaders(202, -1);
  }
}
