package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of the gate, of a whole command line. */
@Tag("scripts")
class ChecksTest {
  @TempDir Path folder;

  @Test
  void aReleaseThatFailsItsCheckIsPutBackAndOneThatPassesStays() throws IOException {
    TestSite site =
        new TestSite(folder).installed("store-1", "1.8.2").ticking(Duration.ofSeconds(1));
    Path verdict = Files.writeString(folder.resolve("verdict"), "exit 1\n");
    String inventory =
        site.inventory(
            List.of("store-1"),
            """
            rollout:
              gate:
                timeout: 20s
                healthyFor: 1s
                checks:
                  - {command: [sh, %s]}
            """
                .formatted(verdict));
    Ran failed = site.run("apply", "--yes", "-i", inventory);
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.out()).contains("its check did not pass: the command sh ended with 1");

    Files.writeString(verdict, "[ \"$WALTER_FLEET_CHECK_MACHINE\" = store-1 ]\n");
    Ran passed = site.run("apply", "--yes", "-i", inventory);
    assertThat(passed.exitCode()).isZero();
  }

  @Test
  void planAndRehearseSayWhatWillBeAskedAndAskNothing() throws IOException {
    TestSite site = new TestSite(folder).installed("store-1", "1.8.2");
    Path asked = folder.resolve("asked");
    String inventory =
        site.inventory(
            List.of("store-1"),
            """
            rollout:
              gate:
                checks:
                  - {command: [touch, %s]}
                  - prometheus: "http://127.0.0.1:9/?token=canary"
                    query: up{machine="{machine}"}
                    fail: "< 1"
                    for: 10m
            """
                .formatted(asked));
    String said = "the command touch; the query at 127.0.0.1 for 10m";
    String sentence = "A machine counts as healthy once these hold, too: " + said + ".";
    assertThat(folded(site.run("plan", "-i", inventory))).contains(sentence);
    assertThat(site.run("plan", "-i", inventory, "--format", "markdown").out()).contains(sentence);
    assertThat(folded(site.run("rehearse", "-i", inventory)))
        .contains("checks not asked: " + said + " ");
    String json = "\"check\" : \"the query at 127.0.0.1\", \"forSeconds\" : 600";
    for (String command : List.of("plan", "rehearse")) {
      Ran ran = site.run(command, "-i", inventory, "--format", "json");
      assertThat(folded(ran)).contains(json).doesNotContain("canary");
    }
    assertThat(asked).doesNotExist();
  }

  private static String folded(Ran ran) {
    assertThat(ran.err()).isEmpty();
    return ran.out().replaceAll("\\s+", " ");
  }
}
