package io.walterfleet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.fleet.Shard;
import io.walterfleet.testbed.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch from its command line, with the real scripts. */
@Tag("scripts")
@Timeout(120)
class WatchCommandTest {
  private static final Shard SHARE = new Shard(1, 3);
  private static final String MINE = named(true, 0);
  private static final String MINE_TOO = named(true, 1);
  private static final String OTHER = named(false, 0);

  @TempDir Path folder;
  private TestSite site;

  @BeforeEach
  void begin() throws IOException {
    site = new TestSite(folder);
  }

  private void install() throws IOException {
    for (String machine : List.of(MINE, MINE_TOO, OTHER)) {
      site.installed(machine, "1.8.3");
    }
    site.run("apply", "--yes", "-i", site.inventory(List.of(MINE, MINE_TOO, OTHER), ""));
  }

  @Test
  void ofAShareItPutsBackNoOtherMachineAlsoWhenTheInventoryGrows() throws Exception {
    install();
    String inventory = site.inventory(List.of(MINE, OTHER), "");
    edit(MINE);
    edit(OTHER);
    CompletableFuture<Ran> watch =
        CompletableFuture.supplyAsync(
            () -> site.run("watch", "--correct", "--shard", "1/3", "-i", inventory));
    await("applied: " + MINE + "\n\n1 machine: 1 applied in 0.0 s\n");
    edit(MINE_TOO);
    site.inventory(List.of(OTHER, MINE, MINE_TOO), "");
    await("applied: " + MINE_TOO + "\n\n2 machines: 1 in sync, 1 applied in 0.0 s\n");
    site.interrupt();
    assertThat(watch.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(site.printed())
        .startsWith("Watching fleet test, every 30 min; drift is put back at any time\n")
        .contains("Z inventory read: 1 machine\n", "Z inventory read: 2 machines\n")
        .contains("kept: " + MINE + ": ", "kept: " + MINE_TOO + ": ")
        .doesNotContainPattern("\\b" + OTHER + "\\b");
    assertThat(site.run("drift", "-q", "-i", inventory).out())
        .isEqualTo("3 machines: 2 in sync, 1 drifted\n");
    assertThat(site.run("drift", "-q", "--shard", "1/3", "-i", inventory).out())
        .isEqualTo("2 machines: 2 in sync\n");
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory).out())
        .isEqualTo("3 machines: 2 in sync, 1 applied in 0.0 s\n");
  }

  @Test
  void itsListenerAnswersInSpiteOfHalfRequestsAndOnlyThisComputer() throws Exception {
    install();
    int port = Ports.free();
    String inventory = site.inventory(List.of(MINE), "");
    CompletableFuture<Ran> watch =
        CompletableFuture.supplyAsync(
            () -> site.run("watch", "--every", "1h", "--listen", "" + port, "-i", inventory));
    await("machine: 1 in sync");
    List<Socket> halves = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket half = new Socket(InetAddress.getLoopbackAddress(), port);
      half.getOutputStream().write("GET /healthz HTTP/1.1\r\nHost: loc".getBytes(US_ASCII));
      halves.add(half);
    }
    assertThat(asked(port, "/healthz", "localhost", "*/*")).startsWith("HTTP/1.1 200 ");
    assertThat(asked(port, "/metrics", "127.0.0.1", "application/vnd.google.protobuf"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/plain; version=0.0.4", "walter_fleet_machines{");
    assertThat(asked(port, "/metrics", "rebound.example.com", "*/*"))
        .startsWith("HTTP/1.1 421 ")
        .doesNotContain("walter_fleet");
    for (Socket half : halves) {
      half.close();
    }
    site.interrupt();
    assertThat(watch.get(60, TimeUnit.SECONDS).exitCode()).isZero();
  }

  private static String asked(int port, String path, String host, String accept)
      throws IOException {
    try (Socket one = new Socket(InetAddress.getLoopbackAddress(), port)) {
      one.setSoTimeout(20_000);
      String request = "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: %s\r\n\r\n";
      one.getOutputStream().write(request.formatted(path, host, accept).getBytes(US_ASCII));
      return new String(one.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void aShareThatThereIsNotIsRefused() throws IOException {
    assertThat(site.run("watch", "--shard", "3/3", "-i", site.inventory(List.of(MINE), "")))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: --shard '3/3' is not a share
                    fix: I/N with I from 0 to N-1, such as 0/2 for one controller and 1/2 for the other
                """));
  }

  private void await(String words) throws InterruptedException {
    for (int i = 0; i < 600 && !site.printed().contains(words); i++) {
      Thread.sleep(50);
    }
    assertThat(site.printed()).contains(words);
  }

  private void edit(String machine) throws IOException {
    Path file = site.remote().home(machine).resolve("walter-onprem/compose.yml");
    Files.writeString(file, "# quick fix\n", StandardOpenOption.APPEND);
  }

  /** The machine that is the next but so many in the share, or out of it. */
  private static String named(boolean inShare, int skipped) {
    return IntStream.rangeClosed(1, 50)
        .mapToObj(number -> "store-" + number)
        .filter(name -> SHARE.holds(name) == inShare)
        .skip(skipped)
        .findFirst()
        .orElseThrow();
  }
}
