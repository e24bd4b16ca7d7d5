package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Shard;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.testing.FakeMachine;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Canaries c1 and c2, then eu1 and eu2, then us1 in the wave of all others: one saved plan, carried
 * out by run after run, each of which knows only what the machines have.
 */
@Tag("unit")
class WavesTest {
  private static final Wave HOLDS = new Wave("canary", true, Duration.ZERO);
  private static final List<Fault> SLOW =
      List.of(new Fault.DoesNothing(), new Fault.Fails("too slow"), new Fault.LostAfter());
  private static final Wave SOAKS = new Wave("eu", false, Duration.ofHours(24));

  @Test
  void aWaveThatHoldsEndsTheRunAndALaterOneGoesOnWhenItIsTold() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    RunResult first = rig.apply(plan);
    assertThat(outcomes(first)).isEqualTo("applied applied skipped skipped skipped");
    assertThat(first.ending()).isEqualTo(RunResult.Ending.HOLD);
    assertThat(first.exitCode()).isEqualTo(ExitCode.ON_HOLD);
    assertThat(first.machines().get(2))
        .isEqualTo(
            new MachineResult(
                "eu1",
                Outcome.SKIPPED,
                "wave 'canary' is done, and holds the waves after it (nothing was changed)",
                "see that all is well there; then go on: walter-fleet apply plan.json --through"
                    + " remaining"));
    List<String> acts = rig.network.acts();
    assertThat(acts).noneMatch(act -> act.startsWith("eu") || act.startsWith("us"));

    assertThat(outcomes(rig.another().apply(plan)))
        .isEqualTo("in-sync in-sync skipped skipped skipped");
    assertThat(rig.network.acts()).as("nobody said that it may go on").isEqualTo(acts);
    RunResult second = rig.another().apply(through(plan, "eu"));
    assertThat(outcomes(second)).isEqualTo("in-sync in-sync applied applied skipped");
    assertThat(second.machines().get(4).reason())
        .isEqualTo("wave 'eu' was the last to go through (nothing was changed)");
    assertThat(second.ending()).isEqualTo(RunResult.Ending.COMPLETE);
    assertThat(second.exitCode()).as("all that was asked for is done").isEqualTo(ExitCode.OK);
    assertThat(rig.another().apply(through(plan, "eu")).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(outcomes(rig.another().apply(through(plan, "remaining"))))
        .isEqualTo("in-sync in-sync in-sync in-sync applied");
    assertThat(rig.another().apply(plan).exitCode()).isEqualTo(ExitCode.OK);
    eachOnce(rig);
  }

  @Test
  void aWaveThatSoaksLetsTheNextBeginOnceItHasBeenThereForSoLong() throws Exception {
    Rig rig = rig(Wave.plain("canary"), SOAKS);
    Plan plan = rig.plan();
    RunResult first = rig.apply(plan);
    assertThat(outcomes(first)).isEqualTo("applied applied applied applied skipped");
    assertThat(first.machines().get(4).reason())
        .startsWith("wave 'eu' soaks for 24h: the waves after it may begin on ");
    assertThat(first.machines().get(4).fix()).isEqualTo("then go on: walter-fleet apply plan.json");
    rig.time.of(Duration.ofHours(23));
    assertThat(rig.another().apply(plan).exitCode()).isEqualTo(ExitCode.ON_HOLD);
    assertThat(rig.another().apply(through(plan, "remaining")).exitCode())
        .as("no word makes a soak shorter")
        .isEqualTo(ExitCode.ON_HOLD);
    assertThat(rig.another().apply(through(plan, "eu")).machines().get(4).fix())
        .as("the same command would begin nothing more, however long it soaks")
        .isEqualTo("then go on: walter-fleet apply plan.json --through remaining");
    rig.time.of(Duration.ofHours(1));
    assertThat(outcomes(rig.another().apply(plan)))
        .isEqualTo("in-sync in-sync in-sync in-sync applied");
    eachOnce(rig);
  }

  @Test
  void aMachineThatSickensMeanwhileStopsIt() throws Exception {
    for (boolean isDown : List.of(true, false)) {
      Rig rig = rig(new Wave("canary", true, Duration.ofHours(1)), Wave.plain("eu"));
      Plan plan = rig.plan();
      rig.apply(plan);
      rig.time.of(Duration.ofHours(2));
      if (isDown) {
        rig.machine("c2").stopStack();
      } else {
        rig.machine("c2").sicken();
      }
      List<String> acts = rig.network.acts();
      RunResult result = rig.another().apply(through(plan, "eu"));
      assertThat(outcomes(result)).isEqualTo("in-sync failed skipped skipped skipped");
      assertThat(result.machines().get(1).reason())
          .startsWith("it is as planned, and Walter is not healthy: ");
      assertThat(result.machines().get(2).reason())
          .isEqualTo("not begun, because Walter is not well on machines that are done: c2");
      assertThat(result.ending()).isEqualTo(RunResult.Ending.UNHEALTHY);
      assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
      assertThat(rig.network.acts()).isEqualTo(acts);
    }
  }

  /** Four slow answers, then a good one: nobody is sick. */
  @Test
  void oneThatIsWellWhenItIsAskedAgainIsWell() throws Exception {
    for (Fault slow : SLOW) {
      Rig rig = rig(HOLDS, Wave.plain("eu"));
      Plan plan = rig.plan();
      rig.apply(plan);
      strike(rig.machine("c2"), "ask", slow, 4);
      Duration before = rig.time.paused();
      assertThat(outcomes(rig.another().apply(through(plan, "eu"))))
          .as("%s", slow)
          .isEqualTo("in-sync in-sync applied applied skipped");
      assertThat(rig.time.paused().minus(before)).isGreaterThanOrEqualTo(Duration.ofSeconds(8));
    }
  }

  @Test
  void oneThatCannotBeAskedHoldsTheOthersAndIsNotCalledSick() throws Exception {
    for (Fault away : List.of(new Fault.Fails("no way there"), new Fault.LostBefore())) {
      Rig rig = rig(HOLDS, Wave.plain("eu"));
      Plan plan = rig.plan();
      rig.apply(plan);
      strike(rig.machine("c2"), "ask", away, 5);
      List<String> acts = rig.network.acts();
      RunResult result = rig.another().apply(through(plan, "eu"));
      assertThat(outcomes(result)).isEqualTo("in-sync skipped skipped skipped skipped");
      assertThat(result.machines().get(1).reason())
          .matches(
              "it is as planned, and Walter is of unknown health: .+ \\(nothing was changed\\)");
      assertThat(result.machines().get(2).reason())
          .isEqualTo(
              "not begun, because it is not known how Walter is on machines that are done: c2");
      assertThat(result.machines().get(2).fix())
          .isEqualTo("once it is, go on: walter-fleet apply plan.json --through eu");
      assertThat(result.ending()).isEqualTo(RunResult.Ending.HOLD);
      assertThat(result.exitCode()).isEqualTo(ExitCode.ON_HOLD);
      assertThat(rig.network.acts()).isEqualTo(acts);
      assertThat(rig.another().apply(through(plan, "eu")).exitCode()).isEqualTo(ExitCode.OK);
      eachOnce(rig, 4);
    }
  }

  @Test
  void oneThatGoesAwayBetweenTwoQuestionsIsStillDoneAndUnknown() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    FakeMachine machine = rig.machine("c2");
    machine.strike("ask", new Fault.DoesNothing());
    machine.strike("survey", new Fault.Meanwhile(() -> {}));
    strike(machine, "survey", new Fault.LostBefore(), 9);
    RunResult result = rig.another().apply(through(plan, "eu"));
    assertThat(outcomes(result)).isEqualTo("in-sync skipped skipped skipped skipped");
    assertThat(result.machines().get(1).reason())
        .startsWith("it is as planned, and Walter is of unknown health: ");
    assertThat(result.exitCode()).isEqualTo(ExitCode.ON_HOLD);
  }

  @Test
  void oneThatAnotherRunHasDownJustNowHoldsTheOthers() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    rig.machine("c2").lockedBy("of-others").stopStack();
    RunResult result = rig.another().apply(through(plan, "eu"));
    assertThat(outcomes(result)).isEqualTo("in-sync skipped skipped skipped skipped");
    assertThat(result.machines().get(1).reason())
        .startsWith("it is as planned, and Walter is down for a run: down for run of-others");
    assertThat(result.exitCode()).isEqualTo(ExitCode.ON_HOLD);
  }

  @Test
  void oneThatIsSickIsSaidBeforeOneThatCannotBeAsked() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    rig.machine("c1").sicken();
    strike(rig.machine("c2"), "ask", new Fault.Fails("no way there"), 5);
    RunResult result = rig.another().apply(through(plan, "eu"));
    assertThat(outcomes(result)).isEqualTo("failed skipped skipped skipped skipped");
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
  }

  private static void strike(FakeMachine machine, String word, Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      machine.strike(word, fault);
    }
  }

  @Test
  void whatWasReadJustBeforeIsNotReadAgain() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    Rig next = rig.another();
    next.lately =
        Map.of("c1", rig.machine("c1").seen(), "c2", new Observation.Unknown("it was away", ""));
    List<String> read = Collections.synchronizedList(new ArrayList<>());
    for (String name : List.of("c1", "c2", "eu1", "eu2")) {
      rig.machine(name).strike("survey", new Fault.Meanwhile(() -> read.add(name)));
    }
    assertThat(outcomes(next.apply(through(plan, "eu"))))
        .isEqualTo("in-sync in-sync applied applied skipped");
    assertThat(read).containsExactlyInAnyOrder("c2", "eu1", "eu2");
    assertThat(rig.another().apply(through(plan, "remaining")).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void howWalterIsThereIsAskedWhateverWasReadJustBefore() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    Rig next = rig.another();
    next.lately = Map.of("c1", rig.machine("c1").seen());
    rig.machine("c1").sicken();
    assertThat(outcomes(next.apply(through(plan, "eu"))))
        .isEqualTo("failed in-sync skipped skipped skipped");
  }

  @Test
  void aPlanThatIsMadeAnewHoldsAsTheOneBeforeIt() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    rig.planAndApply();
    RunResult anew = rig.another().planAndApply();
    assertThat(outcomes(anew)).isEqualTo("in-sync in-sync skipped skipped skipped");
    assertThat(outcomes(rig.another().apply(through(rig.plan(), "remaining"))))
        .isEqualTo("in-sync in-sync applied applied applied");
    rig.machine("us1").stopStack();
    assertThat(rig.another().planAndApply().exitCode())
        .as("what is not about a release is not held")
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void whatARunOfThePlanBeganIsFinishedByTheSamePlanWhateverHolds() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    rig.apply(plan);
    for (int i = 0; i < 3; i++) {
      rig.machine("eu1").strike("restart", new Fault.Down(Fault.Moment.BEFORE_THE_ACT));
    }
    RunResult broken = rig.another().apply(through(plan, "eu"));
    assertThat(broken.machines().get(2).outcome()).isNotEqualTo(Outcome.APPLIED);
    rig.time.of(Duration.ofMinutes(5));
    RunResult next = rig.another().apply(plan);
    // eu2 is beside eu1: it was through, or not begun yet, when eu1 had failed
    assertThat(outcomes(next)).matches("in-sync in-sync applied (in-sync|skipped) skipped");
    assertThat(rig.network.acts().stream().filter(act -> act.startsWith("eu1 swap"))).hasSize(1);
  }

  @Test
  void slicesDoTogetherWhatOneRunDoesAndEachWaveWaitsForAllOfThem() throws Exception {
    Rig rig = rig(Wave.plain("canary"), Wave.plain("eu"));
    Plan plan = rig.plan();
    RunResult second = rig.another().apply(Part.of(plan, new Shard(1, 2), Optional.empty()));
    assertThat(second.machines()).extracting(MachineResult::machine).containsExactly("c2", "eu2");
    assertThat(outcomes(second)).isEqualTo("applied skipped");
    assertThat(second.machines().get(1).reason())
        .isEqualTo("wave 'canary' is not done on c1 (nothing was changed)");
    assertThat(second.exitCode()).isEqualTo(ExitCode.ON_HOLD);
    RunResult first = rig.another().apply(Part.of(plan, new Shard(0, 2), Optional.empty()));
    assertThat(outcomes(first)).isEqualTo("applied applied skipped");
    rig.another().apply(Part.of(plan, new Shard(1, 2), Optional.empty()));
    assertThat(rig.another().apply(Part.of(plan, new Shard(0, 2), Optional.empty())).exitCode())
        .isEqualTo(ExitCode.OK);
    eachOnce(rig);
  }

  /** What one run does to 200 machines, eight slices at a time do, each machine once. */
  @Test
  void eightSlicesAtATimeDoWhatOneRunDoes() throws Exception {
    List<Machine> machines = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      machines.add(machine("m" + i, i <= 12 ? "canary" : "eu"));
    }
    Rig rig = rig(machines, Wave.plain("canary"), Wave.plain("eu"));
    Plan plan = rig.plan();
    for (int round = 1; round <= 2; round++) {
      List<CompletableFuture<RunResult>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Part slice = Part.of(plan, new Shard(i, 8), Optional.of(round == 1 ? "canary" : "eu"));
        runs.add(CompletableFuture.supplyAsync(() -> applied(rig.another(), slice)));
      }
      for (CompletableFuture<RunResult> run : runs) {
        assertThat(run.get(60, TimeUnit.SECONDS).exitCode()).isEqualTo(ExitCode.OK);
      }
    }
    List<String> swaps = rig.network.acts().stream().filter(act -> act.contains(" swap")).toList();
    assertThat(swaps).hasSize(200).doesNotHaveDuplicates();
    assertThat(swaps.subList(0, 12)).allMatch(act -> act.matches("m([1-9]|1[0-2]) swap.*"));
    assertThat(rig.another().apply(plan).exitCode()).isEqualTo(ExitCode.OK);
  }

  private static RunResult applied(Rig rig, Part slice) {
    try {
      return rig.apply(slice);
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  @Test
  void aPartOfThePlanBearsItsPartOfTheFailures() throws Exception {
    Rig rig = rig(HOLDS, Wave.plain("eu"));
    Plan plan = rig.plan();
    RunResult some = rig.apply(Part.of(plan, Set.of("c1"), Optional.empty()));
    assertThat(outcomes(some)).isEqualTo("applied");
    assertThat(outcomes(rig.another().apply(Part.of(plan, Set.of("eu1"), Optional.of("eu")))))
        .as("c2 is not done, and its wave holds")
        .isEqualTo("skipped");
    assertThat(Part.of(plan).plan()).isSameAs(plan);
  }

  private static Part through(Plan plan, String wave) {
    Part all = Part.of(plan);
    return Part.of(plan, all.machines(), Optional.of(wave));
  }

  private static void eachOnce(Rig rig) {
    eachOnce(rig, 5);
  }

  private static void eachOnce(Rig rig, int machines) {
    List<String> swaps =
        rig.network.acts().stream().filter(act -> act.contains(" swap")).sorted().toList();
    assertThat(swaps).hasSize(machines).doesNotHaveDuplicates();
  }

  private static Rig rig(Wave... waves) {
    List<Machine> machines = new ArrayList<>();
    machines.add(machine("c1", "canary"));
    machines.add(machine("c2", "canary"));
    machines.add(machine("eu1", "eu"));
    machines.add(machine("eu2", "eu"));
    machines.add(machine("us1", "us"));
    return rig(machines, waves);
  }

  private static Rig rig(List<Machine> machines, Wave... waves) {
    Rollout plain =
        Rollouts.with(Stage.FLEET, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ZERO, 2);
    Rollout rollout =
        new Rollout(List.of(waves), plain.batch(), plain.pause(), plain.failure(), plain.gate());
    Rig rig = new Rig(rollout, machines, 5);
    machines.forEach(one -> rig.machine(one.name()).installed(Samples.image("1.8.2")));
    return rig;
  }

  private static Machine machine(String name, String group) {
    return Samples.machine(name, group, Samples.wanting(new Target.Patch()));
  }

  private static String outcomes(RunResult result) {
    return result.machines().stream()
        .map(one -> one.outcome().word())
        .collect(Collectors.joining(" "));
  }
}
