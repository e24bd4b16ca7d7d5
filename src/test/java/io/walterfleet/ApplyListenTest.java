package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.health.GateResult;
import io.walterfleet.testbed.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An apply that answers over HTTP while it goes on. */
@Tag("scripts")
class ApplyListenTest {
  @TempDir Path folder;

  @Test
  void whileItGoesOnItAnswersAndThenNoMore() throws IOException {
    TestSite site =
        new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    String inventory = site.inventory(List.of("store-1", "store-2"), "");
    int port = Ports.free();
    List<String> metrics = new ArrayList<>();
    List<String> pages = new ArrayList<>();
    site.gate("store-2", new GateResult.NotReady("it answered 503", ""));
    site.knocking(
        machine -> {
          metrics.add(read(port, "/metrics"));
          pages.add(read(port, "/"));
          pages.add(read(port, "/healthz"));
        });

    Ran ran = site.run("apply", "--yes", "-q", "-i", inventory, "--listen", Integer.toString(port));

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(metrics.get(0))
        .contains(
            "walter_fleet_machines{verdict=\"change\"} 2.0\n",
            "walter_fleet_machines_corrected_total{outcome=\"applied\"} 0.0\n",
            "walter_fleet_step_duration_seconds_count{step=\"swap\"} 1\n",
            "walter_fleet_last_batch_timestamp_seconds 0.0\n",
            "walter_fleet_inventory_valid 1.0\n");
    assertThat(metrics.get(1))
        .contains("walter_fleet_machines_corrected_total{outcome=\"applied\"} 1.0\n")
        .containsPattern("walter_fleet_last_batch_timestamp_seconds [1-9]");
    assertThat(pages.get(0)).startsWith("<!doctype html>").contains("store-2");
    assertThat(pages.get(1)).isEqualTo("ok: a run goes on\n");
    assertThat(read(port, "/")).isEqualTo("nobody");
    site.forgetWishes();
  }

  @Test
  void anAddressThatIsTakenIsToldBeforeAnythingIsContacted() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    String inventory = site.inventory(List.of("store-1"), "");
    try (ServerSocket taken = new ServerSocket(0)) {
      Ran ran =
          site.run(
              "apply", "--yes", "-i", inventory, "--listen", "0.0.0.0:" + taken.getLocalPort());
      assertThat(ran.exitCode()).isEqualTo(64);
      assertThat(ran.err()).contains("cannot listen on 0.0.0.0:");
      assertThat(site.remote().connectionsOpened("store-1")).isZero();
    }
  }

  private static String read(int port, String path) {
    try (InputStream in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (ConnectException closed) {
      return "nobody";
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
