package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run did and said on one machine, asked from the controller. */
@Tag("scripts")
class LogsCommandTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void aFailedStepIsToldFromHereAndFromThereWithoutSecrets() throws IOException {
    inventory = site.inventory(List.of("store-1", "store-2"), "rollout: {onFailure: leave}\n");
    site.fail("store-1", "run", "no column for canary");
    site.run("apply", "--yes", "-q", "-i", inventory);
    Path manifest = folder.resolve("manifest.json");
    Files.move(manifest, folder.resolve("away"));
    Ran ran = site.run("logs", "store-1", "-i", inventory);
    Files.move(folder.resolve("away"), manifest);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("store-1 in run ID: failed\n    migrate failed: ")
        .contains(
            "\nSeen from here\n  2026-11-23T10:05:00Z stage done in 0.0 s",
            "\n  2026-11-23T10:05:00Z migrate failed in 0.0 s",
            "\npull ended well, and said nothing\n",
            "\nmigrate ended with ",
            "\n  | no column for [hidden]\n",
            "\nThe machine's audit log\n  ")
        .endsWith("\n\nlook there: ssh store-1\n")
        .doesNotContain("canary");
    assertThat(ran.err()).isEmpty();
    String json = site.run("logs", "store-1", "last", "--format=json", "-i", inventory).out();
    assertThat(json).contains("\"outcome\" : \"failed\"").doesNotContain("canary");
    assertThat(Schemas.complaints("logs.schema.json", json)).isEmpty();
  }

  @Test
  void aMachineThatIsAwayIsToldOfAsSeenFromHere() {
    site.run("apply", "--yes", "-q", "-i", inventory);
    site.remote()
        .refuse("store-1", new RemoteException(Kind.UNREACHABLE, "no route to it", "look"));
    Ran ran = site.run("logs", "store-1", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.out())
        .startsWith("store-1 in run ID: applied\n\nSeen from here\n")
        .contains("\nNot heard from there\n    ");
  }

  @Test
  void whatNobodyDidIsSaid() throws IOException {
    assertThat(site.run("logs", "store-1", "-i", inventory))
        .isEqualTo(
            new Ran(
                0,
                """
                store-1: no run of walter-fleet is known here or there

                The machine has nothing of that run.

                look there: ssh store-1
                """,
                ""));
    site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(site.run("logs", "store-1", "20200101T000000Z-aaaa", "-i", inventory).out())
        .contains(
            "This controller has nothing of that run.", "The machine has nothing of that run.");
    String json = site.run("logs", "store-1", "--format=json", "-i", inventory).out();
    assertThat(Schemas.complaints("logs.schema.json", json)).isEmpty();
  }

  @Test
  void whatIsNoMachineAndNoRunIsRefused() {
    assertThat(site.run("logs", "store-9", "-i", inventory).err())
        .startsWith("walter-fleet: the inventory has no machine 'store-9'\n");
    Ran run = site.run("logs", "store-1", "../x", "-i", inventory);
    assertThat(run.err()).startsWith("walter-fleet: '../x' is no run\n");
    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(site.run("logs", "store-1", "--lines=0", "-i", inventory).exitCode()).isEqualTo(64);
  }
}
