package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one fleet at the same time: the second is told at its start. */
@Tag("scripts")
class TwoRunsTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";
  private Process other;
  private Path outcome;

  @BeforeEach
  void anotherProcessChangesTheFirstMachine() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
    site.run("apply", "--yes", "-q", "-l", "store-1", "-i", inventory);
    other = new ProcessBuilder("sleep", "600").start();
    Path runs = folder.resolve(".local/state/walter-fleet/runs");
    try (Stream<Path> all = Files.list(runs)) {
      Path run = all.findFirst().orElseThrow();
      outcome = run.resolve("outcome.json");
      Files.move(outcome, run.resolve("away"));
      Path begun = run.resolve("run.json");
      String now = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString();
      Files.writeString(
          begun,
          Files.readString(begun)
              .replaceAll("\"process\" : \\d+", "\"process\" : " + other.pid())
              .replace("2026-11-23T10:05:00Z", now));
    }
  }

  @AfterEach
  void ended() {
    other.destroyForcibly();
  }

  @Test
  void theSecondGoesAwayBeforeItTouchesAMachine() {
    List<String> before = site.remote().commandLines("store-2");
    Ran ran = site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(6);
    assertThat(ran.err())
        .matches(
            "walter-fleet: run ID of ana@laptop changes store-1 since \\S+Z \\(\\d+ s\\)"
                + " \\(nothing was changed\\)\n"
                + "    fix: let it end, or run the same again with --wait; to see it: \\S*walter-fleet"
                + " history ID\n");
    assertThat(ran.out()).isEmpty();
    assertThat(site.remote().commandLines("store-2")).isEqualTo(before);
    assertThat(site.run("rollback", "--all", "--data=none", "-y", "-i", inventory).exitCode())
        .isEqualTo(6);
  }

  @Test
  void aRunOfAnotherControllerIsToldOfBeforeAnythingIsBegun() throws Exception {
    other.destroyForcibly();
    other.onExit().join();
    site.lockedByAnother("store-2");
    Ran ran = site.run("apply", "--yes", "-q", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(6);
    assertThat(ran.err())
        .matches(
            """
            note: run \\S+ of \\S+@\\S+ \\([a-z ]+\\) has locked store-2 for \\d+ s
                fix: let it end, or run the same again with --wait
            """);
    assertThat(ran.out()).startsWith("2 machines: 1 in sync, 1 locked in ");
  }

  @Test
  void whoeverCarriesOutASavedPlanIsToldOfItToo() throws Exception {
    other.destroyForcibly();
    other.onExit().join();
    String plan = folder.resolve("plan.json").toString();
    String more = site.inventory(List.of("store-1", "store-2", "store-3"), "");
    site.installed("store-3", "1.8.2");
    site.run("plan", "-q", "--out", plan, "-i", more);
    site.lockedByAnother("store-2");
    int read = site.remote().connectionsOpened("store-1");
    Ran ran = site.run("apply", plan, "--yes", "-q", "-i", more);
    assertThat(ran.exitCode()).isEqualTo(6);
    assertThat(ran.err())
        .matches(
            """
            note: run \\S+ of \\S+@\\S+ \\([a-z ]+\\) has locked store-2 for \\d+ s
                fix: let it end, or run the same again with --wait
            """);
    assertThat(ran.out()).startsWith("3 machines: 1 in sync, 1 applied, 1 locked in ");
    assertThat(site.remote().connectionsOpened("store-1"))
        .as("what the plan leaves alone is not read")
        .isEqualTo(read);
    freed("store-2");
    Ran waited = site.run("apply", plan, "--yes", "-q", "--wait", "-i", more);
    assertThat(waited.err()).startsWith("waiting: run ").contains(" has locked store-2 for ");
    assertThat(waited.exitCode()).isZero();
  }

  @Test
  void whoeverWaitsForARunOfAnotherControllerReadsAgain() throws Exception {
    other.destroyForcibly();
    other.onExit().join();
    site.lockedByAnother("store-2");
    freed("store-2");
    Ran ran = site.run("apply", "--yes", "-q", "--wait", "-i", inventory);
    assertThat(ran.err()).startsWith("waiting: run ").contains(" has locked store-2 for ");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("2 machines: 1 in sync, 1 applied in ");
  }

  /** The lock of a machine is released while this program waits. */
  private void freed(String machine) {
    Path locks = site.remote().home(machine).resolve(".walter-fleet/lock");
    site.pausing(
        () -> {
          try (Stream<Path> all = Files.list(locks)) {
            for (Path lock : all.toList()) {
              Files.delete(lock);
            }
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        });
  }

  @Test
  void whoeverChangesOtherMachinesGoesOn() {
    assertThat(site.run("apply", "--yes", "-q", "-l", "store-2", "-i", inventory).exitCode())
        .isZero();
  }

  @Test
  void theSecondWaitsWhereItIsAskedTo() throws IOException {
    site.pausing(
        () -> {
          other.destroyForcibly();
          other.onExit().join();
        });
    Ran ran = site.run("apply", "--yes", "-q", "--wait", "-i", inventory);
    assertThat(ran.err()).startsWith("waiting: run ID of ana@laptop changes store-1 since ");
    assertThat(ran.exitCode()).isZero();
  }
}
