package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Wave;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines in slots: the budget, an interrupt and a window, as for batches. */
@Tag("unit")
class SlotsTest {
  @Test
  void theNextMachineBeginsWhileASlowOneIsStillAtWork() throws InterruptedException {
    Rig rig = rig(2, 0, 3);
    CountDownLatch third = new CountDownLatch(1);
    rig.machine("store-1").strike("swap", new Fault.Meanwhile(() -> await(third)));
    rig.machine("store-3").strike("swap", new Fault.Meanwhile(third::countDown));
    assertThat(outcomes(rig.planAndApply()))
        .containsExactly(Outcome.APPLIED, Outcome.APPLIED, Outcome.APPLIED);
  }

  @Test
  void machinesUnderWayWhenTheBudgetIsSpentAreFinishedAndNoneIsBegun() throws InterruptedException {
    Rig rig = rig(2, 0, 4);
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
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result))
        .containsExactly(Outcome.FAILED, Outcome.APPLIED, Outcome.SKIPPED, Outcome.SKIPPED);
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
    assertThat(rig.network.acts()).noneMatch(act -> act.equals("store-3 backup"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void theBudgetIsOverrunByThoseUnderWayAndByNoMore(int slots) throws InterruptedException {
    Rig rig = rig(slots, 1, 9);
    CountDownLatch all = new CountDownLatch(slots);
    // all slots are at work when the last failure that is borne has been told
    rig.machine("store-1").strike("swap", new Fault.Fails("disk full"));
    IntStream.rangeClosed(2, slots + 1)
        .forEach(
            i -> {
              rig.machine("store-" + i)
                  .strike(
                      "backup",
                      new Fault.Meanwhile(
                          () -> {
                            all.countDown();
                            await(all);
                          }));
              rig.machine("store-" + i).strike("swap", new Fault.Fails("disk full"));
            });
    RunResult result = rig.planAndApply();
    List<Outcome> outcomes = outcomes(result);
    assertThat(outcomes.subList(0, slots + 1)).containsOnly(Outcome.FAILED);
    assertThat(outcomes.subList(slots + 1, 9)).containsOnly(Outcome.SKIPPED);
    assertThat(result.ending()).isEqualTo(Ending.BUDGET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"swap", "migrate", "restart"})
  void anInterruptFinishesWhatIsUnderWayInEachSlotAndBeginsNoOther(String step)
      throws InterruptedException, IOException {
    Rig rig = rig(2, 0, 4);
    CountDownLatch second = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    rig.machine("store-2")
        .strike(
            "swap",
            new Fault.Meanwhile(
                () -> {
                  second.countDown();
                  await(asked);
                }));
    rig.machine("store-1")
        .strike(
            step,
            new Fault.Meanwhile(
                () -> {
                  await(second);
                  rig.interrupt.request();
                  asked.countDown();
                }));
    RunResult result = rig.planAndApply();
    assertThat(result.machines().subList(0, 2))
        .containsExactly(
            MachineResult.of("store-1", Outcome.APPLIED),
            MachineResult.of("store-2", Outcome.APPLIED));
    assertThat(result.machines().get(2).reason()).isEqualTo("interrupted before its turn");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(rig.machine("store-1").lock()).isEmpty();
    assertThat(rig.machine("store-2").lock()).isEmpty();
    assertThat(outcomes(rig.another().planAndApply()))
        .containsExactly(Outcome.IN_SYNC, Outcome.IN_SYNC, Outcome.APPLIED, Outcome.APPLIED);
  }

  @Test
  void aWindowThatClosesPutsThoseOnHoldThatHaveNoSlotYet() throws InterruptedException {
    Rig rig = rig(2, 0, 4);
    CountDownLatch both = new CountDownLatch(2);
    for (String name : List.of("store-1", "store-2")) {
      rig.machine(name)
          .strike(
              "swap",
              new Fault.Meanwhile(
                  () -> {
                    both.countDown();
                    await(both);
                    rig.closed = true;
                  }));
    }
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result))
        .containsExactly(Outcome.APPLIED, Outcome.APPLIED, Outcome.SKIPPED, Outcome.SKIPPED);
    assertThat(result.exitCode()).isEqualTo(ExitCode.ON_HOLD);
  }

  private static Rig rig(int slots, int maxFailed, int machines) {
    Rollout rollout =
        new Rollout(
            Wave.plain(List.of("stores")),
            List.of(new CountOrPercent.Count(1)),
            OptionalInt.of(slots),
            Duration.ZERO,
            new Rollout.Failure(
                Stage.FLEET, 8, new CountOrPercent.Count(maxFailed), OnFailure.LEAVE),
            Gate.DEFAULT);
    return Rollouts.rig(rollout, machines);
  }

  private static List<Outcome> outcomes(RunResult result) {
    return result.machines().stream().map(MachineResult::outcome).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
