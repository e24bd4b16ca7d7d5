package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("scripts")
class MainTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "").toString();
  }

  @Test
  void aPlanSaysWhatWouldBeDone() {
    assertThat(site.run("plan", "-i", inventory))
        .isEqualTo(
            new Ran(
                0,
                """
                Plan ID for fleet test, made 2026-11-23T10:05:00Z
                2 of 2 machines to act on, bundle 2026.11.1

                2 machines to change
                  ~ 2 machines: store-1, store-2
                      release     1.8.2 -> 1.8.3
                      image       ghcr.io/matchylabs/walter:1.8.3
                      bundle      unrecorded -> 2026.11.1
                      running     no container -> running (changed on the machine)
                      steps       stage, pull, swap, migrate, restart, gate, finish
                      backup      none: the inventory says so
                      downtime    seconds to minutes: the schema is migrated, the stack restarts

                2 batches in this order
                  1-2  rest  1 at a time  store-1, store-2
                Stops when the first machine fails.

                2 machines: 2 to change
                """,
                ""));
  }

  @Test
  void applyBringsTheMachinesThereAndASecondOneChangesNothing() {
    Ran first = site.run("apply", "--yes", "--quiet", "-i", inventory);
    assertThat(first).isEqualTo(new Ran(0, "2 machines: 2 applied in 0.0 s\n", ""));
    Ran second = site.run("apply", "--yes", "--quiet", "-i", inventory);
    assertThat(second).isEqualTo(new Ran(0, "2 machines: 2 in sync in 0.0 s\n", ""));
    assertThat(site.run("plan", "--detailed-exitcode", "-q", "-i", inventory))
        .isEqualTo(new Ran(0, "2 machines: 2 in sync\n", ""));
  }

  @Test
  void aMisspeltOptionIsRefusedWithAGuess() {
    assertThat(site.run("plan", "--limt", "x"))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: there is no option '--limt'
                    fix: did you mean '--limit'? walter-fleet plan --help lists what there is
                """));
  }
}
