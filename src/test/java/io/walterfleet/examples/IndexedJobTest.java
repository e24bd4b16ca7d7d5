package io.walterfleet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnExitCodesRequirement;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import io.walterfleet.examples.IndexedJob.Ended;
import io.walterfleet.examples.IndexedJob.Exit;
import io.walterfleet.examples.IndexedJob.Term;
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
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Indexed Job over one saved plan: 16 canaries and 184 others, a slice of each in a Pod. */
@Tag("unit")
@Timeout(120)
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
    // who sees that all canaries are done goes on at once; the others look once more, after 10 s
    assertThat(ended.starts()).hasSize(8).allMatch(starts -> starts == 1 || starts == 2);
    assertThat(ended.took()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    List<String> swaps = swaps();
    assertThat(swaps).hasSize(MACHINES).doesNotHaveDuplicates();
    assertThat(swaps.subList(0, CANARIES)).allMatch(act -> act.matches("m([1-9]|1[0-6]) swap.*"));
    assertThat(rig.another().apply(plan).exitCode().number()).isZero();
  }

  @Test
  void aCanaryThatFailsLetsNoSliceBeginTheStores() throws Exception {
    rig.machine("m3").strike("swap", new Fault.Fails("no space"));
    Ended ended = job.run(this::slice);
    assertThat(ended.reason()).isEqualTo("DeadlineExceeded");
    assertThat(ended.starts().get(2)).as("somebody has to look").isEqualTo(1);
    assertThat(ended.succeeded()).isEmpty();
    assertThat(swaps()).allMatch(act -> act.matches("m([1-9]|1[0-6]) swap.*"));
  }

  @Test
  void oneSliceMayFailInTheLastWaveAndTheOthersEnd() throws Exception {
    rig.machine("m120").strike("swap", new Fault.Fails("no space"));
    Ended ended = job.run(this::slice);
    assertThat(ended.reason()).isEqualTo("FailedIndexes");
    assertThat(ended.starts()).allMatch(starts -> starts <= 2);
    assertThat(ended.succeeded()).hasSize(job.completions() - 1);
    assertThat(ended.terminated()).isEmpty();
    assertThat(swaps().size()).isGreaterThan(MACHINES - MACHINES / job.completions());
  }

  /** The second slice that fails has the Pods of the others deleted: they get SIGTERM. */
  @Test
  void whatRunsWhenTooManySlicesHaveFailedEndsWhatItBeganAndBeginsNothing() throws Exception {
    canariesAreDone();
    rig.machine("m17").strike("swap", new Fault.Fails("no space"));
    rig.machine("m18").strike("swap", new Fault.Fails("no space"));
    CountDownLatch sixUnderWay = new CountDownLatch(6);
    CountDownLatch sent = new CountDownLatch(6);
    Ended ended =
        job.run(
            (index, term) -> {
              boolean fails = index < 2;
              AtomicBoolean first = new AtomicBoolean(true);
              Runnable pauses =
                  () -> {
                    if (first.getAndSet(false)) {
                      sixUnderWay.countDown();
                      await(sent);
                    }
                  };
              return Exit.of(
                  slice(
                      index,
                      term,
                      sent::countDown,
                      event -> {
                        if (fails && event instanceof StepStarted step && isSwap(step.step())) {
                          await(sixUnderWay);
                        } else if (!fails
                            && event instanceof StepFinished step
                            && isSwap(step.step())) {
                          pauses.run();
                        }
                      }));
            });
    assertThat(ended.reason()).isEqualTo("MaxFailedIndexesExceeded");
    assertThat(ended.starts()).as("nobody is started again").containsOnly(1);
    assertThat(ended.terminated()).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7);
    assertThat(ended.succeeded()).isEmpty();
    List<String> swapped =
        swaps().stream().map(act -> act.split(" ", -1)[0]).filter(this::isStore).toList();
    // of each slice one batch, of at most two machines
    assertThat(swapped).doesNotHaveDuplicates().hasSizeBetween(8, 16);
    for (String machine : swapped) {
      boolean isFailed = machine.equals("m17") || machine.equals("m18");
      assertThat(rig.network.acts().contains(machine + " finish")).as(machine).isEqualTo(!isFailed);
      assertThat(rig.machine(machine).lock()).as(machine).isEmpty();
    }
    assertThat(rig.another().apply(plan).exitCode().number()).as("the same goes on").isZero();
  }

  @Test
  void anInventoryThatIsInvalidEndsTheJobAtOnce() throws Exception {
    Ended ended = job.run((index, term) -> Exit.of(64));
    assertThat(ended.reason()).isEqualTo("PodFailurePolicy");
    assertThat(ended.starts()).containsOnly(1);
    assertThat(ended.took()).isZero();
  }

  @Test
  void aPodThatIsKilledIsStartedAgain() throws Exception {
    Set<Integer> killed = ConcurrentHashMap.newKeySet();
    Ended ended = job.run((index, term) -> killed.add(index) ? Exit.of(137) : slice(index, term));
    assertThat(ended.reason()).isEqualTo("CompletionsReached");
    assertThat(swaps()).hasSize(MACHINES).doesNotHaveDuplicates();
  }

  /** A node that is drained costs a slice none of its tries. */
  @Test
  void aPodWhoseNodeIsDrainedIsStartedAgainWhateverItsTries() throws Exception {
    canariesAreDone();
    int[] times = new int[job.completions()];
    Ended ended =
        job.run(
            (index, term) ->
                index == 4 && times[index]++ < 15 ? new Exit(130, true) : slice(index, term));
    assertThat(ended.reason()).isEqualTo("CompletionsReached");
    assertThat(ended.starts().get(4)).isEqualTo(16);
    assertThat(swaps()).hasSize(MACHINES).doesNotHaveDuplicates();
  }

  /** What a slice waits for may take longer than its tries would last. */
  @Test
  void toWaitForAWaveCostsNoTries() throws Exception {
    int[] times = new int[job.completions()];
    Ended ended =
        job.run(
            (index, term) -> index == 5 && times[index]++ < 9 ? Exit.of(137) : slice(index, term));
    assertThat(ended.reason()).isEqualTo("CompletionsReached");
    assertThat(ended.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(2430));
    assertThat(swaps()).hasSize(MACHINES).doesNotHaveDuplicates();
  }

  /** A slice that waits for its next try keeps its place: those after it are never begun. */
  @Test
  void fewerPodsThanSlicesWouldWaitForSlicesThatAreNeverBegun() throws Exception {
    Ended ended = job.with(spec -> spec.parallelism(4)).run(this::slice);
    assertThat(ended.reason()).isEqualTo("DeadlineExceeded");
    assertThat(ended.starts()).containsExactly(29, 29, 29, 29, 0, 0, 0, 0);
    assertThat(job.parallelism()).isEqualTo(job.completions());
  }

  @Test
  void theModelTriesAnIndexAgainAsOftenAndAsLateAsTheRealController() throws Exception {
    Ended counted = one(2).run((index, term) -> Exit.of(137));
    assertThat(counted.reason()).isEqualTo("MaxFailedIndexesExceeded");
    assertThat(counted.starts()).containsExactly(3);
    assertThat(counted.took()).isEqualTo(Duration.ofSeconds(10 + 20));

    Ended never = one(2).run((index, term) -> new Exit(143, true));
    assertThat(never.reason()).isEqualTo("DeadlineExceeded");
    assertThat(never.took()).isEqualTo(Duration.ofHours(4));
    // 10 s and twice as long five times are 630 s; then 10 minutes each: 22 times until 14,400 s
    assertThat(never.starts()).containsExactly(1 + 6 + 22);
  }

  @Test
  void theFirstRuleThatMatchesDecides() throws Exception {
    assertThat(one(9).run((index, term) -> Exit.of(7)).starts()).containsExactly(1);
    assertThat(one(9).run((index, term) -> new Exit(7, true)).starts())
        .as("what it found stands, though it was drained")
        .containsExactly(1);
    assertThat(one(9).run((index, term) -> new Exit(64, true)).reason())
        .isEqualTo("PodFailurePolicy");
    IndexedJob countsAll =
        one(1)
            .with(
                spec ->
                    spec.getPodFailurePolicy()
                        .getRules()
                        .add(
                            0,
                            new V1PodFailurePolicyRule()
                                .action("Count")
                                .onExitCodes(
                                    new V1PodFailurePolicyOnExitCodesRequirement()
                                        .containerName("walter-fleet")
                                        .operator("NotIn")
                                        .addValuesItem(5))));
    assertThat(countsAll.run((index, term) -> Exit.of(64)).starts()).containsExactly(2);
  }

  @Test
  void whoSucceedsWhileHeIsDeletedHasSucceeded() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch term = new CountDownLatch(1);
    Ended ended =
        job.run(
            (index, sent) -> {
              if (index != 7) {
                await(runs);
                return Exit.of(3);
              }
              sent.whenSent(term::countDown);
              runs.countDown();
              await(term);
              return Exit.of(0);
            });
    assertThat(ended.reason()).isEqualTo("MaxFailedIndexesExceeded");
    assertThat(ended.terminated()).contains(7);
    assertThat(ended.succeeded()).containsExactly(7);
  }

  private IndexedJob one(int limit) throws IOException {
    return job.with(
        spec -> spec.completions(1).parallelism(1).maxFailedIndexes(0).backoffLimitPerIndex(limit));
  }

  private static boolean isSwap(String step) {
    return step.equals("swap");
  }

  private boolean isStore(String machine) {
    return Integer.parseInt(machine.substring(1)) > CANARIES;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private void canariesAreDone() throws Exception {
    Set<String> canaries =
        IntStream.rangeClosed(1, CANARIES)
            .mapToObj(i -> "m" + i)
            .collect(Collectors.toUnmodifiableSet());
    assertThat(rig.another().apply(Part.of(plan, canaries, Optional.empty())).exitCode().number())
        .isZero();
  }

  private Exit slice(int index, Term term) throws Exception {
    return Exit.of(slice(index, term, () -> {}, event -> {}));
  }

  private int slice(int index, Term term, Runnable sent, Consumer<Event> listener)
      throws Exception {
    Rig own = rig.another();
    own.listen(listener);
    term.whenSent(
        () -> {
          own.interrupt.request();
          sent.run();
        });
    Shard slice = new Shard(index, job.completions());
    return own.apply(Part.of(plan, slice, Optional.empty())).exitCode().number();
  }

  private List<String> swaps() {
    return rig.network.acts().stream().filter(act -> act.contains(" swap")).toList();
  }
}
