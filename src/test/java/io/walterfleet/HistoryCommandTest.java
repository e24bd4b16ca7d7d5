package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the history says after command lines that changed machines. */
@Tag("scripts")
class HistoryCommandTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void applyAndRollbackAreWrittenDownAndPlanIsNot() throws IOException {
    site.docker("store-1").pulled("ghcr.io/matchylabs/walter:1.8.2");
    site.with("WALTER_FLEET_LIMIT", "store-1").with("WALTER_FLEET_TOKEN", "canary");
    site.run("plan", "-i", inventory);
    site.run("apply", "--yes", "-q", "-i", inventory);
    site.run("rollback", "--all", "--data", "none", "--yes", "-i", inventory);

    List<String> lines = site.run("history").out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(String.join("\n", lines))
        .containsPattern("ID +done +0.0 s +1 applied +ana@laptop +apply --yes -q -i SITE/fleet.yml")
        .containsPattern("ID +done +0.0 s +1 rolled back +ana@laptop +rollback --all --data none");
    assertThat(everything())
        .contains("\"command\" : \"WALTER_FLEET_LIMIT=store-1 walter-fleet apply --yes")
        .doesNotContain("canary");
  }

  @Test
  void theBeginningOfAnIdIsEnoughIfItMeansOne() throws IOException {
    assertThat(site.run("history")).isEqualTo(new Ran(0, "No run is written down here yet.\n", ""));
    site.fail("store-1", "pull", "manifest unknown");
    site.run("apply", "--yes", "-q", "-i", inventory);
    Ran one = site.run("history", "2026");
    assertThat(one.out())
        .startsWith(
            "Run ID: stopped (4) in 0.0 s\n  command   walter-fleet apply --yes -q -i SITE/")
        .contains("failed: store-1 in 0.0 s\n    pull failed: could not pull")
        .endsWith("\n2 machines: 1 failed, 1 skipped\n");
    site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(site.run("history", "2026"))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: 2026 is the beginning of 2 runs
                    fix: see the runs of this controller: walter-fleet history
                """));
    assertThat(site.run("history", "1999").err())
        .startsWith("walter-fleet: there is no run 1999\n");
    assertThat(site.run("history", "--last", "1").out().lines()).hasSize(2);
    assertThat(site.run("history", "--last", "0").exitCode()).isEqualTo(64);
  }

  @Test
  void aPlaceThatCannotBeWrittenIsANoteAndTheRunGoesOn() throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("state")).resolve("walter-fleet"), "");
    site.with("XDG_STATE_HOME", folder.resolve("state").toString());
    assertThat(site.run("apply", "--yes", "-q", "-l", "store-1", "-i", inventory))
        .isEqualTo(
            new Ran(
                0,
                "1 machine: 1 applied in 0.0 s\n",
                "note: this run is not written down whole: SITE/state/walter-fleet/runs/ID cannot be"
                    + " written (not a directory); the run goes on\n"));
  }

  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve(".local/state/walter-fleet/runs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
