package io.walterfleet.rollout;

import static io.walterfleet.rollout.testing.Rollouts.rig;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a run over many machines: preparation, batches, budget, pause, interrupt. */
@Timeout(30)
@Tag("unit")
class ApplyTest {
  @Test
  void everyMachineIsReadyBeforeTheFirstOneIsChanged() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1, 2), 5);
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsOnly(Outcome.APPLIED);
    List<String> acts = rig.network.acts();
    assertThat(acts.subList(0, 10))
        .allMatch(act -> act.endsWith(" stage") || act.endsWith(" pull"));
    assertThat(acts.subList(10, acts.size()))
        .noneMatch(act -> act.endsWith(" stage") || act.endsWith(" pull"));
    assertInSync(rig);
  }

  @Test
  void noMoreMachinesPullAtATimeThanTheRolloutSaysAndAllAreStagedBefore()
      throws InterruptedException {
    Rollout plain = Rollouts.of(0, 6);
    Rollout rollout =
        new Rollout(
            plain.waves(),
            plain.batch(),
            plain.pause(),
            new Rollout.Failure(Stage.FLEET, 2, new CountOrPercent.Count(0), OnFailure.LEAVE),
            plain.gate());
    Rig rig = rig(rollout, 6);
    AtomicInteger pulling = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (Machine store : Rollouts.stores(6)) {
      rig.machine(store.name())
          .strike(
              "pull",
              new Fault.Meanwhile(
                  () -> {
                    most.accumulateAndGet(pulling.incrementAndGet(), Math::max);
                    sleep();
                    pulling.decrementAndGet();
                  }));
    }
    assertThat(outcomes(rig.planAndApply())).containsOnly(Outcome.APPLIED);
    assertThat(most).hasValue(2);
    assertThat(rig.network.acts().subList(0, 6)).allMatch(act -> act.endsWith(" stage"));
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aMachineDoesItsStepsOnceAndInOrder() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 1);
    rig.planAndApply();
    assertThat(rig.network.acts())
        .containsExactly(
            "store-1 stage",
            "store-1 pull",
            "store-1 backup",
            "store-1 swap",
            "store-1 migrate",
            "store-1 restart",
            "store-1 finish");
  }

  @Test
  void batchesFollowOneAnotherAndTheCanaryIsFirst() throws InterruptedException {
    List<Machine> machines = new ArrayList<>(Rollouts.stores(4));
    machines.add(Samples.machine("edge-1", "canary", Samples.wanting(new Target.Patch())));
    Rig rig = new Rig(Rollouts.of(0, 2), machines, 5);
    machines.forEach(one -> rig.machine(one.name()).installed(Samples.image("1.8.2")));
    rig.planAndApply();
    List<String> swaps = rig.network.acts().stream().filter(act -> act.endsWith(" swap")).toList();
    assertThat(swaps.get(0)).isEqualTo("edge-1 swap");
    assertThat(swaps.subList(1, 3)).containsExactlyInAnyOrder("store-1 swap", "store-2 swap");
    assertThat(swaps.subList(3, 5)).containsExactlyInAnyOrder("store-3 swap", "store-4 swap");
    List<String> acts = rig.network.acts();
    assertThat(acts.indexOf("edge-1 finish")).isLessThan(acts.indexOf("store-1 backup"));
    assertThat(acts.indexOf("store-2 finish")).isLessThan(acts.indexOf("store-3 backup"));
    assertInSync(rig);
  }

  @Test
  void theSecondApplyChangesNothing() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 3), 3);
    rig.planAndApply();
    List<String> acts = rig.network.acts();
    RunResult second = rig.planAndApply();
    assertThat(outcomes(second)).containsOnly(Outcome.IN_SYNC);
    assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(rig.network.acts()).isEqualTo(acts);
  }

  @Test
  void aRunOpensOneConnectionToEachMachine() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 4);
    rig.planAndApply();
    assertThat(Rollouts.stores(4).stream().map(Machine::name).map(rig.network::connections))
        .containsExactly(1, 1, 1, 1);
    assertThat(rig.network.connected()).isEmpty();
  }

  @Test
  void aConnectionThatIsNotNeededAnyMoreIsClosedDuringTheRun() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 3);
    rig.machine("store-1").installed(Samples.image("2.0.1"));
    List<List<String>> open = new ArrayList<>();
    rig.listen(
        event -> {
          if (event instanceof Event.MachineFinished) {
            open.add(List.copyOf(rig.network.connected()));
          }
        });
    rig.machine("store-1").lockedBy("r9");
    rig.planAndApply();
    assertThat(open).containsExactly(List.of("store-2", "store-3"), List.of("store-3"), List.of());
  }

  @Test
  void anImageThatDoesNotExistStopsTheRunBeforeAnythingIsChanged() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 3);
    rig.machine("store-2").lacksImage(Samples.image("1.8.3"));
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(1))
        .isEqualTo(
            new MachineResult(
                "store-2",
                Outcome.FAILED,
                "pull failed: could not pull ghcr.io/matchylabs/walter:1.8.3: manifest unknown"
                    + " (nothing was changed)",
                "check that the image exists"));
    assertThat(outcomes(result)).containsExactly(Outcome.SKIPPED, Outcome.FAILED, Outcome.SKIPPED);
    assertThat(result.ending()).isEqualTo(Ending.BUDGET);
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
    assertThat(rig.network.acts()).noneMatch(act -> act.contains("backup") || act.contains("swap"));
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.2"));
  }

  @Test
  void aMachineWhoseHealthNobodyCanAskIsNotPreparedAndNotChanged() throws InterruptedException {
    Rig rig = rig(Rollouts.of(1, 1), 2);
    rig.machine("store-1").strike("knock", new Fault.Fails("there is no curl"));
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            MachineResult.untouched("store-1", Outcome.FAILED, "there is no curl", "install curl"),
            MachineResult.of("store-2", Outcome.APPLIED));
    assertThat(rig.network.acts()).noneMatch(act -> act.startsWith("store-1"));
  }

  @Test
  void aFailureThatTheBudgetBearsStopsOnlyItsMachine() throws InterruptedException {
    Rig rig = rig(Rollouts.of(1, 1), 3);
    rig.machine("store-1").lacksImage(Samples.image("1.8.3"));
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsExactly(Outcome.FAILED, Outcome.APPLIED, Outcome.APPLIED);
    assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void oneFailureMoreThanIsBorneStopsTheRun() throws InterruptedException {
    Rig rig = rig(percent(25), 8);
    for (int i : new int[] {1, 3, 5}) {
      rig.machine("store-" + i).strike("swap", new Fault.Fails("disk full"));
    }
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result))
        .containsExactly(
            Outcome.FAILED,
            Outcome.APPLIED,
            Outcome.FAILED,
            Outcome.APPLIED,
            Outcome.FAILED,
            Outcome.SKIPPED,
            Outcome.SKIPPED,
            Outcome.SKIPPED);
    assertThat(result.machines().get(7))
        .isEqualTo(
            new MachineResult(
                "store-8", Outcome.SKIPPED, "the failure budget was spent before its turn", ""));
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
    assertThat(rig.network.acts()).doesNotContain("store-6 backup");
  }

  @Test
  void aBudgetSpentByTheLastMachineStoppedNothing() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 2);
    rig.machine("store-2").strike("swap", new Fault.Fails("disk full"));
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsExactly(Outcome.APPLIED, Outcome.FAILED);
    assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void theRestIsTakenUpByTheNextRun() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 3);
    rig.machine("store-2").strike("swap", new Fault.Fails("disk full"));
    rig.planAndApply();
    RunResult second = rig.planAndApply();
    assertThat(outcomes(second)).containsExactly(Outcome.IN_SYNC, Outcome.APPLIED, Outcome.APPLIED);
    assertInSync(rig);
  }

  @Test
  void aBatchThatFailsWholeIsNoSpecialCase() throws InterruptedException {
    Rig rig = rig(Rollouts.of(2, 2), 4);
    rig.machine("store-1").strike("swap", new Fault.Fails("disk full"));
    rig.machine("store-2").strike("swap", new Fault.Fails("disk full"));
    assertThat(outcomes(rig.planAndApply()))
        .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.APPLIED, Outcome.APPLIED);
  }

  @Test
  void machinesThatRunWhenTheBudgetIsSpentAreFinished() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 2), 3);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    rig.listen(
        event -> {
          if (event instanceof Event.MachineFinished) {
            failed.countDown();
          }
        });
    rig.machine("store-1").strike("backup", new Fault.Meanwhile(() -> await(begun)));
    rig.machine("store-1").strike("swap", new Fault.Fails("disk full"));
    rig.machine("store-2").strike("backup", new Fault.Meanwhile(begun::countDown));
    rig.machine("store-2").strike("swap", new Fault.Meanwhile(() -> await(failed)));
    assertThat(outcomes(rig.planAndApply()))
        .containsExactly(Outcome.FAILED, Outcome.APPLIED, Outcome.SKIPPED);
  }

  @Test
  void withStageBatchOnlyTheBatchIsPreparedAhead() throws InterruptedException {
    Rig rig = rig(stageBatch(), 2);
    rig.planAndApply();
    assertThat(rig.network.acts().stream().map(act -> act.replace("store-", "")))
        .startsWith("1 stage", "1 pull", "1 backup")
        .containsSequence("1 finish", "2 stage", "2 pull", "2 backup");
    assertInSync(rig);
  }

  @Test
  void withStageBatchAMachineThatCannotBePreparedIsNotChanged() throws InterruptedException {
    Rig rig = rig(stageBatch(), 2);
    rig.machine("store-2").lacksImage(Samples.image("1.8.3"));
    assertThat(outcomes(rig.planAndApply())).containsExactly(Outcome.APPLIED, Outcome.FAILED);
    assertThat(rig.network.acts()).doesNotContain("store-2 backup");
  }

  @Test
  void thereIsAPauseBetweenTwoBatchesAndNoOther() throws InterruptedException {
    Rig rig = rig(pausing(), 3);
    RunResult result = rig.planAndApply();
    assertThat(rig.time.paused()).isEqualTo(Duration.ofSeconds(60));
    assertThat(result.took()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aWindowThatClosesBetweenTwoBatchesPutsTheOthersOnHold() throws InterruptedException {
    Rig rig = rig(pausing(), 3);
    rig.time.whilePausing(() -> rig.closed = true);
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(0).outcome()).isEqualTo(Outcome.APPLIED);
    assertThat(result.machines().get(1))
        .isEqualTo(
            new MachineResult(
                "store-2", Outcome.SKIPPED, "the maintenance window closed before its turn", ""));
    assertThat(result.ending()).isEqualTo(RunResult.Ending.CLOSED);
    assertThat(result.exitCode()).isEqualTo(ExitCode.ON_HOLD);
  }

  @Test
  void anInterruptDuringThePauseEndsItAndTheRun() throws InterruptedException {
    Rig rig = rig(pausing(), 3);
    rig.time.whilePausing(rig.interrupt::request);
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsExactly(Outcome.APPLIED, Outcome.SKIPPED, Outcome.SKIPPED);
    assertThat(result.machines().get(1).reason()).isEqualTo("interrupted before its turn");
    assertThat(rig.time.paused()).isLessThan(Duration.ofSeconds(1));
    assertThat(rig.events.stream().filter(event -> event instanceof Event.BatchFinished))
        .hasSize(1);
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
  }

  @Test
  void anInterruptBeforeTheRunChangesNothing() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 2);
    rig.interrupt.request();
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsOnly(Outcome.SKIPPED);
    assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(rig.network.acts()).isEmpty();
  }

  @Test
  void anInterruptBeforeTheSwapLeavesTheMachineAsItWas() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 2);
    rig.machine("store-1").strike("backup", new Fault.Meanwhile(rig.interrupt::request));
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "interrupted before swap; the stack, which was stopped for its backup, runs again",
                "run apply again: it makes the backup anew"),
            new MachineResult("store-2", Outcome.SKIPPED, "interrupted before its turn", ""));
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.network.acts()).endsWith("store-1 backup");
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"swap", "migrate", "restart"})
  void anInterruptFromTheSwapOnFinishesTheMachineAndBeginsNoOther(String step)
      throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 2);
    rig.machine("store-1").strike(step, new Fault.Meanwhile(rig.interrupt::request));
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            MachineResult.of("store-1", Outcome.APPLIED),
            new MachineResult("store-2", Outcome.SKIPPED, "interrupted before its turn", ""));
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.network.acts()).endsWith("store-1 restart", "store-1 finish");
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void anInterruptWhenEverythingIsDoneInterruptsNothing() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 2);
    rig.machine("store-2").strike("finish", new Fault.Meanwhile(rig.interrupt::request));
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).containsOnly(Outcome.APPLIED);
    assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void anInterruptOnTheWayToTheFirstStepLeavesTheMachineAlone() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 1);
    rig.machine("store-1").strike("enter", new Fault.Meanwhile(rig.interrupt::request));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult("store-1", Outcome.SKIPPED, "interrupted before it was changed", ""));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void aSecondInterruptEndsTheRunAtOnce() {
    Rig rig = rig(Rollouts.of(0, 1), 1);
    Thread runner = Thread.currentThread();
    rig.machine("store-1").strike("swap", new Fault.Meanwhile(() -> hang(runner)));
    assertThat(catchInterrupted(rig::planAndApply)).isTrue();
  }

  @Test
  void whatMustNotBeTouchedIsSkippedWithItsReason() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 3);
    rig.machine("store-1").installed(Samples.image("1.6.14"));
    rig.machine("store-3").strike("survey", new Fault.Unreadable("docker could not be read"));
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.SKIPPED,
                "blocked: series 1.6 of the machine's release is not supported any more",
                "say 'release: minor' to leave it; 'patch' stays in an unsupported series only with"
                    + " an exact release and 'allowUnsupported: true'"),
            MachineResult.of("store-2", Outcome.APPLIED),
            new MachineResult(
                "store-3", Outcome.SKIPPED, "unknown: docker could not be read", "mend that"));
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNKNOWN);
  }

  @Test
  void aRunOfNothingEnds() throws InterruptedException {
    RunResult result = new Rig(Rollouts.of(0, 1), List.of(), 4).planAndApply();
    assertThat(result.machines()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
  }

  private static void assertInSync(Rig rig) throws InterruptedException {
    Plan again = rig.plan();
    assertThat(again.machines().stream().map(one -> one.verdict())).containsOnly(Verdict.IN_SYNC);
  }

  private static Stream<Outcome> outcomes(RunResult result) {
    return result.machines().stream().map(MachineResult::outcome);
  }

  private static Rollout stageBatch() {
    return Rollouts.with(
        Stage.BATCH, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ZERO, 1);
  }

  private static Rollout pausing() {
    return Rollouts.with(
        Stage.FLEET, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ofSeconds(30), 1);
  }

  private static Rollout percent(int hundredths) {
    return Rollouts.with(
        Stage.FLEET, new CountOrPercent.Percent(hundredths), OnFailure.LEAVE, Duration.ZERO, 1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Interrupts the run, and would never end by itself. */
  private static void hang(Thread runner) {
    runner.interrupt();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Run {
    RunResult go() throws InterruptedException;
  }

  private static boolean catchInterrupted(Run run) {
    try {
      return Optional.of(run.go()).isEmpty();
    } catch (InterruptedException now) {
      return true;
    }
  }
}
