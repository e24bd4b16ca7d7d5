package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import io.walterfleet.testbed.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A watch of machines that a program lists, by the real clock: it is asked in each round. */
@Tag("loopback")
@Timeout(180)
class GrowingListTest {
  private static final Pattern ROUNDS =
      Pattern.compile("(?m)^walter_fleet_surveys_total\\{result=\"read\"\\} (\\d+)");

  private final int port = Ports.free();

  @Test
  void whoIsListedLaterIsPutBackFromThenOnAndTheLastGoodListStays() throws Exception {
    try (Desk desk = Desk.withInstalled(2, "1.8.3")) {
      LoopbackMachine late = desk.machine(1);
      desk.apply(desk.write(desk.inventory()));
      Path list = desk.folder().resolve("list.yml");
      write(list, desk.inventory().only(List.of(desk.machine(0))));
      DriftCase.append("compose.yml").on(late);
      CompletableFuture<Ran> watch = watch(desk, list);

      Desk.await(() -> rounds() >= 2);
      assertThat(metrics()).contains("walter_fleet_machines{verdict=\"in-sync\"} 1.0");
      assertThat(Soak.corrections(late, 1)).isZero();
      write(list, desk.inventory());
      Desk.await(() -> Soak.corrections(late, 1) == 1);
      Desk.await(() -> metrics().contains("walter_fleet_machines{verdict=\"in-sync\"} 2.0"));

      Files.delete(list);
      Desk.await(() -> metrics().contains("walter_fleet_inventory_valid 0.0"));
      DriftCase.append("compose.yml").on(late);
      Desk.await(() -> Soak.corrections(late, 1) == 2);
      write(list, desk.inventory());
      Desk.await(() -> metrics().contains("walter_fleet_inventory_valid 1.0"));

      desk.interrupt();
      Ran ran = watch.get(60, TimeUnit.SECONDS);
      assertThat(ran.exitCode()).isZero();
      assertThat(ran.out()).contains("inventory read: 1 machine\n", "inventory read: 2 machines\n");
    }
  }

  private CompletableFuture<Ran> watch(Desk desk, Path list) {
    return CompletableFuture.supplyAsync(
        () ->
            desk.run(
                "watch",
                "--correct",
                "--every",
                "1s",
                "--splay",
                "100ms",
                "--listen",
                Integer.toString(port),
                "-i",
                "!/bin/cat " + list));
  }

  /** Whole or not at all, as a program prints it. */
  private static void write(Path list, Inventory inventory) throws IOException {
    Path partial = Files.writeString(list.resolveSibling("list.partial"), inventory.text());
    Files.move(partial, list, StandardCopyOption.ATOMIC_MOVE);
  }

  private String metrics() throws IOException {
    return WatchOverSshTest.asked(port, "/metrics");
  }

  private int rounds() throws IOException {
    Matcher found = ROUNDS.matcher(metrics());
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}
