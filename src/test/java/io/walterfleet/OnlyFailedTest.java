package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.health.GateResult;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
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
      site.docker("store-" + i).pulled("ghcr.io/matchylabs/walter:1.8.2");
    }
    inventory =
        site.inventory(
            List.of("store-1", "store-2", "store-3"), "rollout: {batch: [1], maxFailed: 0}\n");
    plan = folder.resolve("plan.json").toString();
    assertThat(site.run("plan", "-q", "--out", plan, "-i", inventory).exitCode()).isZero();
  }

  @Test
  void whatFailedIsDoneAgainAndWhatWasNotBegunIsLeft() throws IOException {
    refused("this controller remembers no run of this plan, and no machine says that", plan);
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

  /** It has no history of the plan: what is done is known from the machines' records. */
  @Test
  void anotherControllerKnowsItFromTheMachine(@TempDir Path elsewhere) throws IOException {
    site.fail("store-1", "up", "no room");
    assertThat(site.run("apply", plan, "--yes", "-q", "-i", inventory).exitCode()).isEqualTo(4);
    site.docker("store-1").mendCall("up");
    site.with("XDG_STATE_HOME", elsewhere.toString()).ticking(Duration.ofSeconds(1));

    Ran failed = site.run("apply", plan, "--yes", "-q", "--only", "failed", "-i", inventory);
    assertThat(failed.out()).as(failed.toString()).startsWith("1 machine: 1 applied in ");
    site.with("XDG_STATE_HOME", elsewhere.resolve("third").toString());
    refused("this controller remembers no run of this plan, and no machine says that", plan);
    theRestIsDone();
  }

  @Test
  void aMachineThatWasPutBackHasFailedAndOneThatSomebodyPutBackHasNot(@TempDir Path elsewhere)
      throws IOException {
    site.gate("store-1", new GateResult.NotReady("it answers 503", ""));
    assertThat(site.run("apply", plan, "--yes", "-q", "-i", inventory).exitCode()).isEqualTo(4);
    site.gate("store-1", new GateResult.Healthy());
    site.with("XDG_STATE_HOME", elsewhere.toString()).ticking(Duration.ofSeconds(1));
    Ran failed = site.run("apply", plan, "--yes", "-q", "--only", "failed", "-i", inventory);
    assertThat(failed.out()).as(failed.toString()).startsWith("1 machine: 1 applied in ");

    site.ticking(Duration.ofSeconds(1));
    List<String> back = List.of("rollback", "-l", "store-1", "--data", "none", "--yes", "-q");
    List<String> line = new ArrayList<>(back);
    line.addAll(List.of("-i", inventory));
    assertThat(site.run(line.toArray(String[]::new)).exitCode()).isZero();
    site.with("XDG_STATE_HOME", elsewhere.resolve("third").toString());
    refused("this controller remembers no run of this plan, and no machine says that", plan);
    theRestIsDone();
  }

  @Test
  void aMachineThatCannotBeReadMayHaveFailed() {
    site.remote()
        .refuse("store-2", new RemoteException(Kind.UNREACHABLE, "no route to store-2", "plug"));
    Ran ran = site.run("apply", plan, "--yes", "--only", "failed", "-i", inventory);
    // it answers the second time
    assertThat(ran.exitCode()).as(ran.toString()).isZero();
    assertThat(ran.out()).contains("applied: store-2\n", "1 machine: 1 applied in ");
    theRestIsDone();
  }

  @Test
  void itIsForAWholeSavedPlanAndKnowsOneWord() {
    refused("--only failed is for a saved plan\n");
    refused("--only failed and --slice do not go together\n", plan, "--slice", "0/2");
    Ran other = site.run("apply", plan, "--yes", "--only", "drift", "-i", inventory);
    assertThat(other.exitCode()).isEqualTo(64);
    assertThat(other.err()).contains("--only 'drift' is not known", "--only failed");
  }

  private void theRestIsDone() {
    assertThat(site.run("apply", "--yes", "-q", "-i", inventory).exitCode()).isZero();
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
