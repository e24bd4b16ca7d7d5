package io.walterfleet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.examples.IndexedJob.Ended;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Shard;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Indexed Job over one saved plan: 16 canaries and 184 others, a slice of each in a Pod. */
@Tag("unit")
class IndexedJobTest {
  private static final int CANARIES = 16;
  private static final int MACHINES = 200;

  private IndexedJob job;
  private Rig rig;
  private Plan plan;

  @BeforeEach
  void aPlanOfTwoWaves() throws Exception {
    job = IndexedJob.of(Path.of("examples/kubernetes/apply-plan-job.yaml"));
    List<Machine> machines = new ArrayList<>();
    for (int i = 1; i <= MACHINES; i++) {
      String wave = i <= CANARIES ? "canary" : "stores";
      machines.add(Samples.machine("m" + i, wave, Samples.wanting(new Target.Patch())));
    }
    Rollout plain =
        Rollouts.with(Stage.FLEET, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ZERO, 2);
    List<Wave> waves = List.of(Wave.plain("canary"), Wave.plain("stores"));
    rig =
        new Rig(
            new Rollout(waves, plain.batch(), plain.pause(), plain.failure(), plain.gate()),
            machines,
            5);
    machines.forEach(one -> rig.machine(one.name()).installed(Samples.image("1.8.2")));
    plan = rig.plan();
  }

  @Test
  void eachMachineIsDoneOnceAndTheStoresAfterAllCanaries() throws Exception {
    Ended ended = job.run(this::slice);
    assertThat(ended.reason()).isEqualTo("CompletionsReached");
    // the last Pod sees that all canaries are done; the seven before it have to look once more
    assertThat(ended)
        .isEqualTo(
            new Ended(
                "CompletionsReached", List.of(2, 2, 2, 2, 2, 2, 2, 1), Duration.ofSeconds(10)));
    List<String> swaps = swaps();
    assertThat(swaps).hasSize(MACHINES).doesNotHaveDuplicates();
    assertThat(swaps.subList(0, CANARIES)).allMatch(act -> act.matches("m([1-9]|1[0-6]) swap.*"));
    assertThat(rig.another().apply(plan).exitCode().number()).isZero();
  }

  @Test
  void aCanaryThatFailsLetsNoSliceBeginTheStores() throws Exception {
    rig.machine("m3").strike("swap", new Fault.Fails("no space"));
    Ended ended = job.run(this::slice);
    assertThat(ended.reason()).isEqualTo("MaxFailedIndexesExceeded");
    assertThat(ended.starts().get(2)).as("somebody has to look").isEqualTo(1);
    assertThat(ended.starts()).allMatch(starts -> starts <= 10);
    assertThat(swaps()).allMatch(act -> act.matches("m([1-9]|1[0-6]) swap.*"));
  }

  @Test
  void oneSliceMayFailInTheLastWaveAndTheOthersEnd() throws Exception {
    rig.machine("m120").strike("swap", new Fault.Fails("no space"));
    Ended ended = job.run(this::slice);
    assertThat(ended.reason()).isEqualTo("FailedIndexes");
    assertThat(ended.starts()).allMatch(starts -> starts <= 2);
    assertThat(swaps().size()).isGreaterThan(MACHINES - MACHINES / job.completions());
  }

  @Test
  void aSecondSliceThatFailsEndsTheJob() throws Exception {
    rig.machine("m17").strike("swap", new Fault.Fails("no space"));
    rig.machine("m18").strike("swap", new Fault.Fails("no space"));
    assertThat(job.run(this::slice).reason()).isEqualTo("MaxFailedIndexesExceeded");
    assertThat(swaps().size()).isLessThan(MACHINES - CANARIES);
  }

  @Test
  void anInventoryThatIsInvalidEndsTheJobAtOnce() throws Exception {
    Ended ended = job.run(index -> 64);
    assertThat(ended)
        .isEqualTo(new Ended("PodFailurePolicy", List.of(1, 0, 0, 0, 0, 0, 0, 0), Duration.ZERO));
  }

  @Test
  void aPodThatIsKilledIsStartedAgain() throws Exception {
    List<Integer> killed = new ArrayList<>();
    Ended ended =
        job.run(index -> killed.contains(index) || !killed.add(index) ? slice(index) : 137);
    assertThat(ended.reason()).isEqualTo("CompletionsReached");
    assertThat(swaps()).hasSize(MACHINES).doesNotHaveDuplicates();
  }

  private int slice(int index) throws Exception {
    Shard slice = new Shard(index, job.completions());
    return rig.another().apply(Part.of(plan, slice, Optional.empty())).exitCode().number();
  }

  private List<String> swaps() {
    return rig.network.acts().stream().filter(act -> act.contains(" swap")).toList();
  }
}
