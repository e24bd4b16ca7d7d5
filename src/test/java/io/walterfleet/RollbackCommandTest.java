package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undoing what a run changed, machine by machine. */
@Tag("scripts")
class RollbackCommandTest {
  private static final List<String> STORES = List.of("store-1", "store-2", "store-3");

  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void upgradedMachines() throws IOException {
    // runs are told apart, and ordered, by the second in which they began
    site = new TestSite(folder).ticking(Duration.ofSeconds(1));
    for (String store : STORES) {
      site.installed(store, "1.8.2");
      site.docker(store).pulled("ghcr.io/matchylabs/walter:1.8.2");
    }
    inventory = site.inventory(STORES, "");
    String some = "store-1:store-2";
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory, "-l", some).exitCode()).isZero();
  }

  @Test
  void aRunIsUndoneOnJustTheMachinesThatItChangedEachToWhatItHad() throws IOException {
    String upgrade = run();
    // a drift correction makes a newer backup, which is of the same release
    edit("store-2");
    assertThat(site.run("drift", "--correct", "--yes", "-q", "-i", inventory).exitCode()).isZero();

    Ran ran = site.run("rollback", "--run", upgrade, "--data", "none", "--yes", "-i", inventory);

    assertThat(ran.err()).isEmpty();
    // each machine has its own stamp, unless both fell into one second
    assertThat(
            ran.out()
                .replaceAll("\\d{8}T\\d{6}Z", "STAMP")
                .replaceAll("STAMP( to STAMP, the oldest|,) [\\d.]+ s old", "STAMPS, AGE"))
        .startsWith(
            """
            2 machines: store-1, store-2
                  image       ghcr.io/matchylabs/walter:1.8.3 -> ghcr.io/matchylabs/walter:1.8.2
                  backup      STAMPS, AGE
                  data        stays as it is; a schema that was migrated since stays migrated

            2 batches in this order
              1-2  remaining  1 at a time  store-1, store-2
            Stops when the first machine fails.

            2 machines to roll back
            """)
        .contains("batch 2 of 2 (remaining) ended: none failed")
        .endsWith(
            """
            rolled-back: 2 machines: store-1, store-2
                it has what it had before, and is healthy
            2 machines: 2 rolled back
            """);
    assertThat(ran.out())
        .doesNotContain("store-3")
        .containsPattern(
            """
            The inventory still wants something else for store-1, store-2
                fix: until that changes, say release: "1\\.8\\.2" there: SITE/fleet\\.yml:\\d+:\\d+, SITE/fleet\\.yml:\\d+:\\d+
            """);
    assertThat(image("store-1")).endsWith("walter:1.8.2");
    assertThat(image("store-2")).endsWith("walter:1.8.2");
  }

  @Test
  void aLaterRollbackTellsHowLongTheEarlierOnesTook() throws IOException {
    String run = run();
    site.run("rollback", "-l", "store-1", "--data", "none", "--yes", "-q", "-i", inventory);

    Ran later =
        site.run(
            "rollback", "--run", run, "-l", "store-2", "--data", "none", "--yes", "-i", inventory);

    assertThat(later.out().replaceAll("\\s+", " "))
        .containsPattern(
            "stays migrated Putting a machine back takes [\\d.]+ s: so 9 of 10 go, judged from 1 machine"
                + " put back in 1 earlier run\\. 1 machine to roll back");
  }

  @Test
  void theHooksThatItRunsAreListedBeforeItAsks() throws IOException {
    inventory = site.inventory(STORES, "hooks: {beforeMachine: [['true', drain]]}\n");
    Ran ran = site.run("rollback", "--run", run(), "--data", "none", "--yes", "-i", inventory);
    assertThat(ran.out()).containsSubsequence("rollback runs on this computer: ", "to roll back");
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains("beforeMachine true drain. 2 machines to roll back");
  }

  @Test
  void theLastRunIsTheNewestThatLeftAMachineChanged() throws IOException {
    edit("store-2");
    assertThat(site.run("drift", "--correct", "--yes", "-q", "-i", inventory).exitCode()).isZero();
    site.run("apply", "--yes", "-q", "-i", inventory, "-l", "store-1");

    Ran ran =
        site.run("rollback", "--run", "last", "--data", "none", "-q", "--yes", "-i", inventory);

    assertThat(ran).isEqualTo(new Ran(0, ran.out(), ""));
    assertThat(ran.out()).endsWith("1 machine: 1 rolled back\n");
    assertThat(image("store-1")).endsWith("walter:1.8.3");
  }

  @Test
  void oneFailureMoreThanTheBudgetBearsStopsTheRollback() throws IOException {
    inventory = site.inventory(STORES, "rollout: {batch: [1]}\n");
    Ran ran = site.run("rollback", "--run", run(), "--yes", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.out())
        .contains("skipped: store-2\n    the failure budget was spent before its turn")
        .contains("2 machines: 1 skipped, 1 failed");
  }

  @Test
  void whatARollbackPutBackIsComparedByDrift() throws IOException {
    String only = "store-1";
    site.run("rollback", "-l", only, "--data", "none", "--yes", "-q", "-i", inventory);
    assertThat(site.run("drift", "-l", only, "-i", inventory).out())
        .contains("with a pending change: nobody changed them")
        .doesNotContain("nothing to compare");
    edit(only);

    Ran ran = site.run("drift", "-l", only, "-i", inventory);

    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.out()).contains("edited      compose.yml");
  }

  @Test
  void aPageOfTheRunIsWritten() throws IOException {
    Path page = folder.resolve("run.html");
    String[] words = {"rollback", "--run", "last", "--data", "none", "--yes", "-q", "--report"};
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of(page.toString(), "-i", inventory));

    assertThat(site.run(line.toArray(String[]::new)).exitCode()).isZero();

    assertThat(Files.readString(page))
        .contains("\"step\":\"rollback\"", "\"outcome\":\"put-back\"", "\"exitCode\":0");
  }

  @Test
  void whatHappensIsWrittenAsEvents() throws IOException {
    Path events = folder.resolve("events.jsonl");
    String[] words = {"rollback", "--run", "last", "--data", "none", "--yes", "-q", "--events"};
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of(events.toString(), "-i", inventory));

    assertThat(site.run(line.toArray(String[]::new)).exitCode()).isZero();

    List<String> lines = Files.readAllLines(events);
    for (String one : lines) {
      assertThat(Schemas.complaints("event.schema.json", one)).isEmpty();
    }
    assertThat(lines.get(0)).contains("\"type\":\"run-started\"");
    assertThat(lines)
        .anySatisfy(
            one ->
                assertThat(one).contains("\"machine\":\"store-1\"", "\"outcome\":\"rolled-back\""));
    assertThat(lines.get(lines.size() - 1)).contains("\"type\":\"run-finished\"", "\"exitCode\":0");
  }

  @Test
  void whereNoMachineCanGoBackThereIsNoRun() throws IOException {
    long runs = runs();
    Ran ran = site.run("rollback", "--to", "20200101T000000Z", "--yes", "-i", inventory);

    assertThat(ran.exitCode()).isEqualTo(3);
    assertThat(ran.out())
        .startsWith("failed: 3 machines: store-[1:3]\n    it has no backup 20200101T");
    assertThat(runs()).isEqualTo(runs);
  }

  private long runs() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve(".local/state/walter-fleet/runs"))) {
      return runs.count();
    }
  }

  private String run() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve(".local/state/walter-fleet/runs"))) {
      return runs.map(one -> one.getFileName().toString()).sorted().toList().get(0);
    }
  }

  private void edit(String store) throws IOException {
    Path file = site.remote().home(store).resolve("walter-onprem/compose.yml");
    Files.writeString(file, Files.readString(file) + "# quick fix\n");
  }

  private String image(String store) throws IOException {
    Path env = site.remote().home(store).resolve("walter-onprem/.env.deploy");
    return Files.readString(env)
        .lines()
        .filter(line -> line.startsWith("WALTER_IMAGE="))
        .findFirst()
        .orElse("");
  }
}
