package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved plan goes on with the machines alone that failed. */
@Tag("scripts")
class OnlyFailedTest {
  private TestSite site;
  private String inventory = "";
  private String plan = "";

  @BeforeEach
  void aSavedPlan(@TempDir Path folder) throws IOException {
    site = new TestSite(folder);
    for (int i = 1; i <= 3; i++) {
      site.installed("store-" + i, "1.8.2");
    }
    inventory =
        site.inventory(
            List.of("store-1", "store-2", "store-3"), "rollout: {batch: [1], maxFailed: 0}\n");
    plan = folder.resolve("plan.json").toString();
    assertThat(site.run("plan", "-q", "--out", plan, "-i", inventory).exitCode()).isZero();
  }

  @Test
  void whatFailedIsDoneAgainAndWhatWasNotBegunIsLeft() throws IOException {
    refused("this controller remembers no run of this plan (nothing was changed)\n", plan);
    site.fail("store-1", "up", "no room");
    Ran first = site.run("apply", plan, "--yes", "-q", "-i", inventory);
    assertThat(first.exitCode()).as(first.toString()).isEqualTo(4);
    site.docker("store-1").mendCall("up");
    site.ticking(Duration.ofSeconds(1));

    Ran failed = site.run("apply", plan, "--yes", "-q", "--only", "failed", "-i", inventory);
    assertThat(failed.out()).as(failed.toString()).startsWith("1 machine: 1 applied in ");
    assertThat(failed.exitCode()).isZero();
    refused("no machine has failed in the last run of this plan that came to it", plan);
    assertThat(site.run("apply", plan, "--yes", "-q", "-i", inventory).out())
        .startsWith("3 machines: 1 in sync, 2 applied in ");
  }

  @Test
  void itIsForAWholeSavedPlanAndKnowsOneWord() {
    refused("--only failed is for a saved plan\n");
    refused("--only failed and --slice do not go together\n", plan, "--slice", "0/2");
    Ran other = site.run("apply", plan, "--yes", "--only", "drift", "-i", inventory);
    assertThat(other.exitCode()).isEqualTo(64);
    assertThat(other.err()).contains("--only 'drift' is not known", "--only failed");
  }

  private void refused(String words, String... more) {
    List<String> line = new ArrayList<>(List.of("apply", "--yes", "--only", "failed"));
    line.addAll(List.of("-i", inventory));
    line.addAll(List.of(more));
    Ran ran = site.run(line.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(64);
    assertThat(ran.err()).contains(words);
  }
}
