package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Fault.Moment;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import io.walterfleet.testbed.NothingLeftToDo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever goes wrong, and however often: run it again, and it converges. */
@Tag("unit")
class RecoveryTest {
  private static final int STORES = 3;

  /** A fault that strikes a machine at a word. */
  record Strike(int store, String word, Fault fault) {}

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void anySequenceOfFaultsEndsInSync(
      @ForAll("strikes") List<Strike> strikes, @ForAll("rollouts") Rollout rollout)
      throws IOException, InterruptedException {
    Rig rig = Rollouts.rig(rollout, STORES);
    strikes.forEach(
        strike -> rig.machine("store-" + strike.store()).strike(strike.word(), strike.fault()));

    int runs = 0;
    while (!isInSync(rig) && runs <= strikes.size() + 1) {
      rig.planAndApply();
      rig.time.of(Duration.ofMinutes(3));
      runs++;
    }

    assertThat(rig.plan().machines())
        .as("after %s runs: %s", runs, rig.network.acts())
        .allMatch(plan -> plan.verdict() == Verdict.IN_SYNC);
    for (int i = 1; i <= STORES; i++) {
      assertThat(rig.machine("store-" + i).running()).contains(Samples.imageKey("1.8.3"));
    }
    assertThat(rig.network.connected()).isEmpty();
    NothingLeftToDo.settle(rig);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void noFaultMakesAPlannedStepRunTwiceWithoutALossInBetween(
      @ForAll("lostConnections") List<Strike> strikes) throws IOException, InterruptedException {
    Rig rig = Rollouts.rig(Rollouts.of(STORES, STORES), STORES);
    strikes.forEach(
        strike -> rig.machine("store-" + strike.store()).strike(strike.word(), strike.fault()));
    RunResult result = rig.planAndApply();
    assertThat(result.machines()).allMatch(one -> one.outcome() == Outcome.APPLIED);
    assertThat(rig.network.acts()).doesNotHaveDuplicates().hasSize(7 * STORES);
    NothingLeftToDo.settle(rig);
  }

  @Provide
  Arbitrary<List<Strike>> strikes() {
    Arbitrary<String> words =
        Arbitraries.of(
            "enter",
            "stage",
            "pull",
            "backup",
            "swap",
            "migrate",
            "restart",
            "gate",
            "finish",
            "rollback",
            "clear");
    Arbitrary<Fault> faults =
        Arbitraries.of(
            new Fault.Fails("it failed"),
            new Fault.LostBefore(),
            new Fault.LostAfter(),
            new Fault.Unreadable("docker is starting"),
            new Fault.LockTaken("r99"),
            new Fault.Down(Moment.BEFORE_THE_INTENT),
            new Fault.Down(Moment.BEFORE_THE_ACT),
            new Fault.Down(Moment.BEFORE_THE_RECORD));
    return Combinators.combine(Arbitraries.integers().between(1, STORES), words, faults)
        .as(Strike::new)
        .list()
        .ofMaxSize(12);
  }

  /** One loss at most for each word, so that no attempt to hear is exhausted. */
  @Provide
  Arbitrary<List<Strike>> lostConnections() {
    Arbitrary<String> words =
        Arbitraries.of("enter", "stage", "pull", "backup", "swap", "migrate", "restart", "gate");
    Arbitrary<Fault> faults = Arbitraries.of(new Fault.LostBefore(), new Fault.LostAfter());
    return Combinators.combine(Arbitraries.integers().between(1, STORES), words, faults)
        .as(Strike::new)
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Rollout> rollouts() {
    Arbitrary<OnFailure> onFailure = Arbitraries.of(OnFailure.class);
    Arbitrary<Stage> stages = Arbitraries.of(Stage.class);
    Arbitrary<Integer> borne = Arbitraries.integers().between(0, STORES);
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, STORES);
    Arbitrary<OptionalInt> slots =
        Arbitraries.integers()
            .between(0, STORES)
            .map(number -> number == 0 ? OptionalInt.empty() : OptionalInt.of(number));
    return Combinators.combine(stages, borne, onFailure, sizes, slots)
        .as(
            (stage, failed, then, size, atOnce) ->
                slotted(
                    Rollouts.with(
                        stage, new CountOrPercent.Count(failed), then, Duration.ZERO, size),
                    atOnce));
  }

  /** The same with so many machines at a time, where a number is given. */
  private static Rollout slotted(Rollout rollout, OptionalInt atOnce) {
    return new Rollout(
        rollout.waves(),
        rollout.batch(),
        atOnce,
        rollout.pause(),
        rollout.failure(),
        rollout.gate());
  }

  private static boolean isInSync(Rig rig) throws InterruptedException {
    return rig.plan().machines().stream()
        .map(MachinePlan::verdict)
        .allMatch(Verdict.IN_SYNC::equals);
  }
}
