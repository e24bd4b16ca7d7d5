package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.release.Server;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The containers of a machine run, and nothing answers there: no command is green. */
@Tag("loopback")
@Timeout(240)
class DeadWalterTest {
  private static final String LINE = "2 machines: 2 in sync; 1 not healthy\n";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @Test
  void everyCommandThatLooksSaysSoOverOneLoginAMachine() throws Exception {
    try (Desk desk = Desk.withInstalled(2, "1.8.3")) {
      Path inventory = desk.write(desk.inventory());
      desk.apply(inventory);
      desk.assertNothingToDo(2, inventory);
      desk.fleet().killWalter(desk.machine(1));
      for (String command : List.of("status", "drift", "plan --health")) {
        desk.fleet().clearLogs();
        assertThat(run(desk, command + " -q", inventory))
            .as(command)
            .isEqualTo(new Ran(10, LINE, ""));
        assertThat(desk.fleet().log().logins()).as(command).hasSize(2).doesNotHaveDuplicates();
        assertThat(run(desk, command, inventory).out())
            .as(command)
            .contains("1 machine not healthy: Walter does not serve its users there\n")
            .endsWith(LINE);
        assertThat(run(desk, command + " --color always -q", inventory).out())
            .contains("\u001b[31m1 not healthy\u001b[0m")
            .doesNotContain("\u001b[32m");
        Ran json = run(desk, command + " --format json", inventory);
        assertThat(json.exitCode()).isEqualTo(10);
        assertThat(json.out()).contains("\"unhealthy\" : 1", "\"state\" : \"not-ready\"");
        assertThat(run(desk, command + " --format markdown", inventory).out())
            .contains(
                "2 in sync; 1 not healthy**", "#### 1 machine on which Walter is not healthy");
        assertThat(run(desk, command + " --format html", inventory).out())
            .contains("\"health\":{\"state\":\"not-ready\"");
      }
      desk.fleet().reviveWalter(desk.machine(1));
      assertThat(run(desk, "status -q", inventory))
          .isEqualTo(new Ran(0, "2 machines: 2 in sync\n", ""));
      assertThat(run(desk, "drift -q", inventory))
          .isEqualTo(new Ran(0, "2 machines: 2 in sync\n", ""));
    }
  }

  @Test
  void aWatchSaysSoTellsTheMetricsAndAWebhookAndThatItIsOver() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (Server hooks =
            Server.plain()
                .on(
                    "/hook",
                    exchange -> {
                      told.add(
                          new String(
                              exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                      exchange.sendResponseHeaders(200, -1);
                    });
        Desk desk = Desk.withInstalled(2, "1.8.3")) {
      Path inventory =
          desk.write(
              desk.inventory()
                  .with("notify", "[{webhook: '" + hooks.url("/hook") + "', on: [unhealthy]}]"));
      desk.apply(inventory);
      LoopbackMachine dead = desk.machine(1);
      desk.fleet().killWalter(dead);
      int port = Ports.free();
      CompletableFuture<Ran> watch =
          CompletableFuture.supplyAsync(
              () -> run(desk, "watch --every 1s --listen " + port, inventory));
      Desk.await(() -> asked(port, "/metrics").contains(healthy(dead, 0)));
      assertThat(asked(port, "/metrics"))
          .contains(
              healthy(desk.machine(0), 1),
              "walter_fleet_machine_state{group=\"stores\",health=\"not-ready\",machine=\""
                  + dead.name()
                  + "\",release=\"1.8.3\",verdict=\"in-sync\"} 1.0",
              "walter_fleet_machines_health{health=\"not-ready\"} 1.0");
      Desk.await(() -> asked(port, "/").contains("\"health\":{\"state\":\"not-ready\""));
      desk.fleet().reviveWalter(dead);
      Desk.await(() -> asked(port, "/metrics").contains(healthy(dead, 1)));
      Desk.await(() -> told.size() == 2);
      desk.interrupt();
      Ran ran = watch.get(60, TimeUnit.SECONDS);
      assertThat(ran.out())
          .contains(
              "NOW " + LINE + "1 machine not healthy: Walter does not serve its users there\n",
              "NOW 2 machines: 2 in sync\n");
      assertThat(told.get(0))
          .contains(
              "\"occasion\":\"unhealthy\",\"resolved\":false", "1 machine not healthy: machine-");
      assertThat(told.get(1))
          .contains(
              "\"occasion\":\"unhealthy\",\"resolved\":true", "1 machine healthy again: machine-");
    }
  }

  private static Ran run(Desk desk, String words, Path inventory) {
    List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
    all.addAll(List.of("-i", inventory.toString()));
    return desk.run(all.toArray(String[]::new));
  }

  private static String healthy(LoopbackMachine machine, int value) {
    return "walter_fleet_machine_healthy{group=\"stores\",machine=\""
        + machine.name()
        + "\"} "
        + value
        + ".0";
  }

  private static String asked(int port, String path) throws IOException {
    try {
      return CLIENT
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (ConnectException notYet) {
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
