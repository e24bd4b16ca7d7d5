package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Verdict;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.MachineResult.Trace;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Fault.Moment;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import io.walterfleet.step.StepReport.Effect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a release that never became ready, where the inventory wants the way back. */
@Timeout(30)
@Tag("unit")
class MachineRollbackTest {
  private static final Rollout BACK =
      Rollouts.with(Stage.FLEET, new CountOrPercent.Count(0), OnFailure.ROLLBACK, Duration.ZERO, 1);
  private static final String NOT_READY = "it did not become ready: it answers 502";

  @Test
  void aReleaseThatNeverBecomesReadyIsUndone() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 2);
    rig.machine("store-1").neverReady(Samples.image("1.8.3"));
    RunResult result = rig.planAndApply();
    assertThat(result.machines().get(0))
        .isEqualTo(
            new MachineResult(
                "store-1",
                Outcome.ROLLED_BACK,
                NOT_READY + "; it has what it had before, and is healthy",
                ""));
    assertThat(result.exitCode()).isEqualTo(ExitCode.BUDGET);
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.2"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
    assertThat(rig.plan().machines().get(0).verdict()).isEqualTo(Verdict.CHANGE);
  }

  @Test
  void aStackThatDoesNotComeUpIsUndone() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").strike("restart", new Fault.Fails("the port is taken"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.ROLLED_BACK,
                "restart failed: the port is taken; it has what it had before, and is healthy",
                ""));
  }

  @Test
  void aMigrationThatFailsIsUndone() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").strike("migrate", new Fault.Fails("setup ended with 1"));
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.2"));
  }

  @Test
  void aMigrationBlockedMachineIsNeverBlindlyPutBack() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").strike("migrate", new Fault.DoesNothing());
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.MIGRATION_BLOCKED);
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.3"));
  }

  @Test
  void aSwapThatFailsHasNothingToUndo() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").strike("swap", new Fault.Fails("the disk is full"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1", Outcome.FAILED, "swap failed: the disk is full", "look at it"));
    assertThat(rig.network.acts()).noneMatch(act -> act.contains("rollback"));
  }

  @Test
  void aFirstInstallHasNothingToGoBackTo() throws InterruptedException {
    Publication wanted = Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 8443);
    Rig rig =
        new Rig(
            BACK,
            List.of(
                Samples.machine("edge-1", "canary", Samples.wanting(new Target.Patch(), wanted))),
            1);
    rig.machine("edge-1").neverReady(Samples.image("1.8.3"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "edge-1",
                Outcome.FAILED,
                NOT_READY + " (the new release is in place)",
                "look at its log"));
    assertThat(rig.network.acts()).noneMatch(act -> act.contains("rollback"));
  }

  @Test
  void aRestartAloneHasNothingToGoBackTo() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.planAndApply();
    rig.machine("store-1").neverReady(Samples.image("1.8.3")).stopStack();
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rig.network.acts()).noneMatch(act -> act.contains("rollback"));
  }

  @Test
  void anInterruptedMachineThatDoesNotComeUpIsPutBack() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").neverReady(Samples.image("1.8.3"));
    rig.machine("store-1").strike("swap", new Fault.Meanwhile(rig.interrupt::request));
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.machine("store-1").running()).contains(Samples.imageKey("1.8.2"));
  }

  @Test
  void aMachineThatIsLeftDownIsNamedAndWhatWasChangedIsNotContradicted()
      throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .strike("restart", new Fault.Fails("no port", Effect.SOMETHING))
        .strike("rollback", new Fault.Fails("disk full", Effect.NOTHING));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "restart failed: no port; and it could not be put back: disk full;"
                    + " the machine has release 1.8.3, and Walter is down there",
                "look at it",
                Trace.DOWN));
  }

  @Test
  void aRollbackThatBrokeOffHalfWaySaysWhatTheMachineHasAndHowToGoOn() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .strike("restart", new Fault.Fails("no port", Effect.SOMETHING))
        .strike("rollback", new Fault.Fails("disk full", Effect.SOMETHING));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "restart failed: no port; and it could not be put back: disk full;"
                    + " the machine has release 1.8.3, and Walter is down there",
                "look at it; then to go on with the rollback: walter-fleet rollback --limit store-1",
                Trace.DOWN));
  }

  @Test
  void aReleaseThatAnEarlierRunSwappedInIsUndoneToo() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").strike("migrate", new Fault.Down(Moment.BEFORE_THE_ACT));
    rig.machine("store-1")
        .strike("swap", new Fault.Meanwhile(() -> rig.network.refuse("store-1", 9)));
    rig.planAndApply();
    rig.time.of(Duration.ofMinutes(3));
    Rig next = rig.another();
    next.machine("store-1").neverReady(Samples.image("1.8.3"));
    assertThat(next.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(next.machine("store-1").running()).contains(Samples.imageKey("1.8.2"));
  }

  @Test
  void aRollbackThatLeftNoTraceIsBegunAnew() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .neverReady(Samples.image("1.8.3"))
        .strike("rollback", new Fault.Down(Moment.BEFORE_THE_ACT));
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.network.acts())
        .endsWith("store-1 rollback.1", "store-1 rollback.2", "store-1 clear.2");
  }

  @Test
  void aRollbackWhoseConnectionIsLostIsAttachedTo() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .neverReady(Samples.image("1.8.3"))
        .strike("rollback", new Fault.LostAfter());
    assertThat(rig.planAndApply().machines().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(rig.network.acts()).endsWith("store-1 rollback.1", "store-1 clear.1");
  }

  @Test
  void aClearingThatLeftNoTraceIsBegunAnew() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .neverReady(Samples.image("1.8.3"))
        .strike("clear", new Fault.Down(Moment.BEFORE_THE_ACT));
    assertThat(rig.planAndApply().machines().get(0).reason()).endsWith("and is healthy");
    assertThat(rig.network.acts())
        .endsWith("store-1 rollback.1", "store-1 clear.1", "store-1 clear.2");
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void whatCouldNotBeClearedIsToldOfAHealthyMachine() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .neverReady(Samples.image("1.8.3"))
        .strike("clear", new Fault.Fails("docker refused"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.ROLLED_BACK,
                NOT_READY
                    + "; it has what it had before, and is healthy, but what was replaced could not"
                    + " be removed: docker refused",
                "to remove it: walter-fleet rollback --limit store-1"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void whoIsGoneWhileItIsClearedWasPutBackAllTheSame() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").neverReady(Samples.image("1.8.3"));
    for (int i = 0; i < 20; i++) {
      rig.machine("store-1").strike("clear", new Fault.LostBefore());
    }
    MachineResult result = rig.planAndApply().machines().get(0);
    assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(result.reason()).contains("but what was replaced could not be removed: ");
  }

  @Test
  void aRollbackThatFailsIsTold() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1")
        .neverReady(Samples.image("1.8.3"))
        .strike("rollback", new Fault.Fails("the backup is damaged"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                NOT_READY
                    + "; and it could not be put back: the backup is damaged; the machine has"
                    + " release 1.8.3, and its containers run",
                "look at it"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }

  @Test
  void whatIsNotReadyEitherAfterwardsIsToldAndNothingIsRemoved() throws InterruptedException {
    Rig rig = Rollouts.rig(BACK, 1);
    rig.machine("store-1").neverReady(Samples.image("1.8.3")).neverReady(Samples.image("1.8.2"));
    assertThat(rig.planAndApply().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                NOT_READY
                    + "; it was put back, and is not ready either: it answers 502; the machine has"
                    + " release 1.8.2, and its containers run",
                "look at it; what was replaced is kept on the machine, beside the install and in"
                    + " volumes named .replaced-"));
    assertThat(rig.machine("store-1").lock()).isEmpty();
  }
}
