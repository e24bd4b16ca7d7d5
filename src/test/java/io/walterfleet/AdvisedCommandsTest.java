package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.PrintedCommands;
import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.release.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is advised can be pasted as it stands, wherever it stands, and acts on no other machine. */
@Tag("scripts")
class AdvisedCommandsTest {
  private static final List<String> STORES = List.of("store-1", "store-2", "store-3");
  private static final String BACK = "walter-fleet rollback -i SITE/fleet.yml --limit ";

  @TempDir Path folder;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whereOneOfThreeFailedOnlyThatOneIsToGoBack() throws IOException {
    TestSite site = new TestSite(folder);
    STORES.forEach(store -> installed(site, store));
    site.fail("store-2", "run", "relation exists");
    try (Server server = Server.plain()) {
      server.on(
          "/failed",
          exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
          });
      String inventory =
          site.inventory(
              STORES,
              "rollout: {batch: [3], maxFailed: 3, onFailure: leave}\nnotify: [{webhook: \"%s\", on: [failed]}]\n"
                  .formatted(server.url("/failed")));
      Path page = folder.resolve("run.html");
      Path events = folder.resolve("events");
      Ran ran =
          site.run(
              "apply",
              "--yes",
              "-i",
              inventory,
              "--report",
              page.toString(),
              "--events",
              "" + events);
      String fix = BACK.replace("SITE", folder.toString()) + "store-2";
      assertThat(ran.out()).contains("to put the machine back: " + BACK + "store-2\n");
      assertThat(Files.readString(events)).contains(fix + "\"");
      assertThat(Files.readString(page)).contains(fix);
      assertThat(told).singleElement().asString().contains(fix + "\"");
      assertThat(site.run("history", "last").out()).contains(BACK + "store-2\n");
      assertThat(PrintedCommands.in(ran.out()).stream().map(PrintedCommands::machines))
          .isNotEmpty()
          .allMatch(Set.of("store-2")::equals);
      site.forgetWishes();
    }
  }

  @Test
  void machinesThatAreToldOfAsOneAreAllNamedInTheirCommand() throws IOException {
    TestSite site = new TestSite(folder);
    STORES.forEach(store -> installed(site, store));
    String inventory =
        site.inventory(STORES, "rollout: {batch: [3], maxFailed: 3, onFailure: leave}\n");
    site.fail("store-1", "run", "relation exists");
    site.fail("store-3", "run", "relation exists");
    Ran ran = site.run("apply", "--yes", "-i", inventory);
    assertThat(ran.out())
        .contains("failed: 2 machines: store-1, store-3\n")
        .contains("to put the machine back: " + BACK + "store-1:store-3\n");
    site.forgetWishes();
  }

  @Test
  void anInventoryThatIsCalledLikeAMachineStaysAsItWasTyped() throws IOException {
    TestSite site = new TestSite(folder);
    STORES.forEach(store -> installed(site, store));
    site.inventory(STORES, "rollout: {batch: [3], maxFailed: 3, onFailure: leave}\n");
    Path odd = Files.copy(folder.resolve("fleet.yml"), folder.resolve("store-1 and more.yml"));
    site.fail("store-1", "run", "relation exists");
    site.fail("store-3", "run", "relation exists");
    assertThat(site.run("apply", "--yes", "-i", odd.toString()).out())
        .contains("walter-fleet rollback -i 'SITE/store-1 and more.yml' --limit store-1:store-3\n");
    site.forgetWishes();
  }

  private static void installed(TestSite site, String store) {
    try {
      site.installed(store, "1.8.2");
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
