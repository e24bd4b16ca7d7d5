package io.walterfleet.rollout;

import static io.walterfleet.rollout.testing.Rollouts.rig;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Target;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.MachineResult.Trace;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Fault.Moment;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of one machine: lock, freshness, gate, lost connections, lost steps. */
@Timeout(30)
@Tag("unit")
class MachineRunTest {
  private static final Rollout PLAIN = Rollouts.of(0, 1);
  private static final String HELD =
      "locked by ann@desk (run r9, upgrade) for another 120 s unless it is renewed";
  private static final String UNLOCK =
      "wait for that run; if it is dead: walter-fleet unlock 1-r9 --limit store-1";

  @Test
  void aMachineThatIsLockedWhenPlanningIsLeftAlone() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").lockedBy("r9");
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(new MachineResult("store-1", Outcome.LOCKED, "blocked: " + HELD, UNLOCK));
    assertThat(result.exitCode()).isEqualTo(ExitCode.LOCKED);
  }

  @Test
  void aMachineThatIsLockedAfterThePlanIsLeftAloneAndTheOthersGoOn() throws InterruptedException {
    Rig rig = rig(PLAIN, 2);
    Plan plan = rig.plan();
    rig.machine("store-1").lockedBy("r9");
    RunResult result = rig.apply(plan);
    assertThat(result.machines())
        .containsExactly(
            MachineResult.untouched("store-1", Outcome.LOCKED, HELD, UNLOCK),
            MachineResult.of("store-2", Outcome.APPLIED));
    assertThat(result.exitCode()).isEqualTo(ExitCode.LOCKED);
    assertThat(rig.network.acts()).doesNotContain("store-1 backup");
  }

  @Test
  void aLeaseThatEndedIsTakenOver() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    Plan plan = rig.plan();
    rig.machine("store-1").lockedBy("r9");
    rig.time.of(Duration.ofSeconds(121));
    assertThat(rig.apply(plan).machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
  }

  @Test
  void aMachineThatMovedSinceThePlanIsLeftAloneAndTheOthersGoOn() throws InterruptedException {
    Rig rig = rig(PLAIN, 2);
    Plan plan = rig.plan();
    rig.machine("store-1").editHost("b.example.com");
    RunResult result = rig.apply(plan);
    assertThat(result.machines())
        .containsExactly(
            MachineResult.untouched(
                "store-1",
                Outcome.STALE,
                "'host' was 'store-1.example.com' when the plan was made, and is 'b.example.com' now",
                "plan again, and review what moved"),
            MachineResult.of("store-2", Outcome.APPLIED));
    assertThat(result.exitCode()).isEqualTo(ExitCode.STALE);
    assertThat(rig.machine("store-1").lock()).isEmpty();
    assertThat(rig.network.acts()).doesNotContain("store-1 backup");
  }

  @Test
  void aMachineThatReachedItsTargetMeanwhileIsInSync() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    Plan plan = rig.plan();
    rig.planAndApply();
    List<String> acts = rig.network.acts();
    RunResult result = rig.apply(plan);
    assertThat(result.machines()).containsExactly(MachineResult.of("store-1", Outcome.IN_SYNC));
    assertThat(rig.machine("store-1").lock()).isEmpty();
    assertThat(rig.network.acts().subList(acts.size(), rig.network.acts().size()))
        .containsExactly("store-1 stage", "store-1 pull");
  }

  @Test
  void aMachineThatCannotBeReadUnderTheLockIsNotTouched() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike("enter", new Fault.Unreadable("the journal is damaged"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            MachineResult.untouched(
                "store-1", Outcome.FAILED, "the journal is damaged", "mend that"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void aLockThatCannotBeTakenIsAFailure() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike("enter", new Fault.Fails("the disk is full"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            MachineResult.untouched("store-1", Outcome.FAILED, "the disk is full", "look at it"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "swap", "migrate", "restart", "finish"})
  void aLockThatIsLostStopsTheMachineAtItsNextStep(String step) throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike(step, new Fault.LockTaken("r9"));
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.LOCKED,
                "the lock was taken over before " + step + ": the lock is not this run's any more",
                "see who has it: walter-fleet status --limit store-1"));
    assertThat(rig.network.acts()).endsWith("store-1 " + step);
    assertThat(rig.machine("store-1").lock().orElseThrow().run()).isEqualTo("r9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "pull", "enter", "backup", "swap", "migrate", "restart", "gate"})
  void aConnectionThatIsLostBeforeAStepIsMadeAgain(String word) throws InterruptedException {
    assertThatOnceIsEnough(word, new Fault.LostBefore());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stage", "pull", "enter", "backup", "swap", "migrate", "restart", "gate"})
  void aConnectionThatIsLostInAStepIsMadeAgainAndTheStepIsAttachedTo(String word)
      throws InterruptedException {
    assertThatOnceIsEnough(word, new Fault.LostAfter());
  }

  private static void assertThatOnceIsEnough(String word, Fault fault) throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike(word, fault);
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.network.acts()).doesNotHaveDuplicates().hasSize(7);
    assertThat(rig.network.connections("store-1")).isEqualTo(2);
    assertThat(rig.plan().machines().get(0).verdict()).isEqualTo(Verdict.IN_SYNC);
  }

  @Test
  void aMachineThatIsAwayForAMinuteIsWaitedFor() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("swap", new Fault.LostAfter())
        .strike("restart", new Fault.Meanwhile(() -> {}));
    rig.machine("store-1")
        .strike("backup", new Fault.Meanwhile(() -> rig.network.refuse("store-1", 7)));
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.time.paused()).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(3));
  }

  @Test
  void aMachineThatStaysAwayIsGivenUpAndTakenUpByTheNextRun() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("backup", new Fault.Meanwhile(() -> rig.network.refuse("store-1", 9)))
        .strike("swap", new Fault.LostAfter());
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.UNREACHABLE,
                "could not connect to 10.1.0.7: connection refused (during swap; the step keeps"
                    + " running on the machine); whether Walter runs there is not known",
                "run apply again: it resumes where the machine is",
                Trace.DOWN));
    rig.time.of(Duration.ofMinutes(3));
    assertThat(rig.plan().machines().get(0).judgement().reason())
        .isEqualTo("run r1 did not end; resumes at migrate");
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.network.acts()).filteredOn("store-1 swap"::equals).hasSize(1);
  }

  @Test
  void aMachineThatIsAwayFromTheStartIsNotWaitedFor() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    Plan plan = rig.plan();
    rig.network.refuse("store-1", 1);
    assertThat(rig.apply(plan).machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.UNREACHABLE,
                "could not connect to 10.1.0.7: connection refused (its install was not touched)",
                "see that sshd runs on store-1"));
    assertThat(rig.time.paused()).isZero();
  }

  @Test
  void aMachineThatGoesAwayAfterItWasPreparedWasNotChanged() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("pull", new Fault.Meanwhile(() -> rig.network.refuse("store-1", 100)))
        .strike("enter", new Fault.LostBefore());
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            MachineResult.untouched(
                "store-1",
                Outcome.UNREACHABLE,
                "could not connect to 10.1.0.7: connection refused",
                "see that sshd runs on store-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "pull, BEFORE_THE_INTENT",
    "pull, BEFORE_THE_RECORD",
    "backup, BEFORE_THE_INTENT",
    "backup, BEFORE_THE_ACT",
    "backup, BEFORE_THE_RECORD",
    "swap, BEFORE_THE_INTENT",
    "swap, BEFORE_THE_ACT",
    "migrate, BEFORE_THE_INTENT",
    "migrate, BEFORE_THE_ACT",
    "migrate, BEFORE_THE_RECORD",
    "restart, BEFORE_THE_INTENT",
    "restart, BEFORE_THE_ACT",
    "restart, BEFORE_THE_RECORD",
    "finish, BEFORE_THE_INTENT",
    "finish, BEFORE_THE_ACT",
    "finish, BEFORE_THE_RECORD"
  })
  void aMachineThatGoesDownInAStepIsBroughtToItsGoalFromWhatItIs(String step, Moment moment)
      throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike(step, new Fault.Down(moment));
    RunResult result = rig.planAndApply();
    assertThat(result.machines()).containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.3"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
    assertThat(rig.network.acts()).doesNotHaveDuplicates().contains("store-1 " + step + ".2");
    assertThat(rig.plan().machines().get(0).verdict()).isEqualTo(Verdict.IN_SYNC);
  }

  @Test
  void whatIsDoneIsNotDoneAgainAfterAReboot() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike("migrate", new Fault.Down(Moment.BEFORE_THE_ACT));
    rig.planAndApply();
    assertThat(rig.network.acts())
        .containsExactly(
            "store-1 stage",
            "store-1 pull",
            "store-1 backup",
            "store-1 swap",
            "store-1 migrate",
            "store-1 stage.2",
            "store-1 pull.2",
            "store-1 migrate.2",
            "store-1 restart.2",
            "store-1 finish.2");
  }

  @Test
  void aMachineThatGoesDownThreeTimesIsGivenUp() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    for (int i = 0; i < 3; i++) {
      rig.machine("store-1").strike("swap", new Fault.Down(Moment.BEFORE_THE_ACT));
    }
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "a step began 3 times, and each time it left no trace of an end",
                "look at why the machine goes down; then run apply again: it resumes where the"
                    + " machine is"));
    rig.time.of(Duration.ofMinutes(3));
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
  }

  @Test
  void aMachineThatGoesDownWhilePullingThreeTimesIsGivenUp() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    for (int i = 0; i < 3; i++) {
      rig.machine("store-1").strike("pull", new Fault.Down(Moment.BEFORE_THE_ACT));
    }
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1", Outcome.FAILED, "pull failed: it left no trace of an end", ""));
    assertThat(rig.network.acts())
        .containsExactly("store-1 stage", "store-1 pull", "store-1 pull.2", "store-1 pull.3");
  }

  @Test
  void afterARebootDockerIsWaitedFor() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("enter", new Fault.Meanwhile(() -> {}))
        .strike("swap", new Fault.Down(Moment.BEFORE_THE_ACT));
    for (int i = 0; i < 11; i++) {
      rig.machine("store-1").strike("enter", new Fault.Unreadable("docker is starting"));
    }
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.time.paused()).isGreaterThan(Duration.ofSeconds(110));
  }

  @Test
  void aMachineThatCannotBeReadLongAfterARebootIsGivenUp() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("enter", new Fault.Meanwhile(() -> {}))
        .strike("swap", new Fault.Down(Moment.BEFORE_THE_ACT));
    for (int i = 0; i < 12; i++) {
      rig.machine("store-1").strike("enter", new Fault.Unreadable("docker is starting"));
    }
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "docker is starting (after a step left no trace); the stack, which was stopped for"
                    + " its backup, runs again",
                "run apply again: it makes the backup anew"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void aMachineThatAnotherRunTookMeanwhileIsLeftToIt() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("enter", new Fault.Meanwhile(() -> {}))
        .strike("swap", new Fault.Down(Moment.BEFORE_THE_ACT))
        .strike("enter", new Fault.Meanwhile(() -> lostTo(rig, "r9")));
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(0).outcome()).isEqualTo(Outcome.LOCKED);
    assertThat(result.machines().get(0).reason())
        .startsWith("locked by ann@desk (run r9, upgrade)")
        .endsWith("(after a step left no trace)");
  }

  @Test
  void aMachineThatSomebodyChangedWhileItWasDownIsNotGoneOnWith() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1")
        .strike("enter", new Fault.Meanwhile(() -> {}))
        .strike("backup", new Fault.Down(Moment.BEFORE_THE_INTENT))
        .strike(
            "enter", new Fault.Meanwhile(() -> rig.machine("store-1").editHost("b.example.com")));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "'host' was 'store-1.example.com' when the plan was made, and is 'b.example.com' now (after a step left no trace)",
                "plan again, and review what moved"));
  }

  @Test
  void theGateRunsTheMigrationThatNoPlanForesaw() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.planAndApply();
    rig.machine("store-1").schema(Samples.release("1.8.2")).stopStack();
    int before = rig.network.acts().size();
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.network.acts().subList(before, rig.network.acts().size()))
        .containsExactly("store-1 restart", "store-1 migrate", "store-1 finish");
  }

  @Test
  void aMigrationThatChangesNothingIsRunOnceAndTold() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").strike("migrate", new Fault.DoesNothing());
    RunResult result = rig.planAndApply();
    assertThat(result.machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.MIGRATION_BLOCKED,
                "its schema is older than its code, and the setup service did not change that",
                "see what the setup service says: docker compose run --rm setup in"
                    + " ~/walter-onprem"));
    assertThat(result.counts().keySet()).containsExactly(Outcome.MIGRATION_BLOCKED);
    assertThat(rig.network.acts()).filteredOn(act -> act.contains("migrate")).hasSize(1);
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void aMigrationBlockedMachineWithinTheBudgetHasAnExitCodeOfItsOwn() throws InterruptedException {
    Rig rig = rig(Rollouts.of(1, 1), 2);
    rig.machine("store-1").strike("migrate", new Fault.DoesNothing());
    assertThat(rig.planAndApply().exitCode()).isEqualTo(ExitCode.MIGRATION_BLOCKED);
  }

  @Test
  void aMigrationThatWasLostSightOfAtTheGateIsRunAgain() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.planAndApply();
    rig.machine("store-1").schema(Samples.release("1.8.2")).stopStack();
    rig.machine("store-1").strike("migrate", new Fault.Down(Moment.BEFORE_THE_ACT));
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("store-1", Outcome.APPLIED));
    assertThat(rig.network.acts()).endsWith("store-1 migrate.2", "store-1 finish.2");
  }

  @Test
  void aReleaseThatNeverBecomesReadyIsLeftWhereTheInventorySaysSo() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    rig.machine("store-1").neverReady(Samples.image("1.8.3"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "it did not become ready: it answers 502 (the new release is in place)",
                "look at its log"));
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.3"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void theGateAsksWithWhatIsWrittenOverWhatTheMachineHas() throws InterruptedException {
    Publication wanted =
        Samples.publication(Optional.empty(), Optional.of("b.example.com"), OptionalInt.of(8443));
    Rig rig =
        new Rig(
            PLAIN,
            List.of(
                Samples.machine("store-1", "stores", Samples.wanting(new Target.Patch(), wanted))),
            1);
    rig.machine("store-1").installed(Samples.image("1.8.3"));
    rig.planAndApply();
    assertThat(rig.gatekeeper.asked("b.example.com"))
        .contains(
            new PublishedAddress(
                Optional.of(Mode.INTERNAL_TLS), Optional.of("b.example.com"), 8443));
  }

  @Test
  void theLockIsKeptWhileTheGateIsWaitedFor() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    AtomicLong left = new AtomicLong();
    rig.machine("store-1")
        .strike("gate", new Fault.Meanwhile(() -> rig.time.of(Duration.ofSeconds(100))))
        .strike(
            "finish",
            new Fault.Meanwhile(
                () -> left.set(rig.machine("store-1").lock().orElseThrow().secondsLeft())));
    rig.planAndApply();
    assertThat(left).hasValue(120);
  }

  @Test
  void aShortWaitAtTheGateRenewsNothing() throws InterruptedException {
    Rig rig = rig(PLAIN, 1);
    AtomicLong left = new AtomicLong();
    rig.machine("store-1")
        .strike("gate", new Fault.Meanwhile(() -> rig.time.of(Duration.ofSeconds(40))))
        .strike(
            "finish",
            new Fault.Meanwhile(
                () -> left.set(rig.machine("store-1").lock().orElseThrow().secondsLeft())));
    rig.planAndApply();
    assertThat(left).hasValue(80);
  }

  @Test
  void anEmptyMachineGetsItsFirstInstall() throws InterruptedException {
    Publication wanted = Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 8443);
    Rig rig =
        new Rig(
            PLAIN,
            List.of(
                Samples.machine("edge-1", "canary", Samples.wanting(new Target.Patch(), wanted))),
            1);
    assertThat(rig.planAndApply().machines())
        .containsExactly(MachineResult.of("edge-1", Outcome.APPLIED));
    assertThat(rig.machine("edge-1").running()).contains(Samples.imageKey("1.8.3"));
    assertThat(rig.plan().machines().get(0).verdict()).isEqualTo(Verdict.IN_SYNC);
  }

  /** The lease ends, and another run is faster. */
  private static void lostTo(Rig rig, String run) {
    rig.time.of(Duration.ofMinutes(3));
    rig.machine("store-1").lockedBy(run);
  }
}
