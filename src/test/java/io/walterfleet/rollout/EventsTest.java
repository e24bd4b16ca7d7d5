package io.walterfleet.rollout;

import static io.walterfleet.rollout.testing.Rollouts.rig;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.rollout.testing.Fault;
import io.walterfleet.rollout.testing.Fault.Moment;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@Tag("unit")
class EventsTest {
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Instant LATER = AT.plusSeconds(30);

  @Test
  void aSmallRunTellsEachOfItsEventsInOrder() throws InterruptedException {
    Rollout rollout =
        Rollouts.with(
            Stage.FLEET, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ofSeconds(30), 1);
    Rig rig = new Rig(rollout, Rollouts.stores(3), 1);
    rig.machine("store-1").installed(Samples.image("1.8.2"));
    rig.planAndApply();
    rig.machine("store-2").installed(Samples.image("1.6.14"));
    rig.machine("store-3").installed(Samples.image("1.8.2")).lacksImage(Samples.image("1.8.3"));
    rig.machine("store-1").stopStack();
    rig.events.clear();

    RunResult result = rig.planAndApply();

    String pulled =
        "could not pull ghcr.io/matchylabs/walter:1.8.3: manifest unknown (nothing was changed)";
    assertThat(rig.events)
        .containsExactly(
            new RunStarted(AT, "r2", "20261123T100000Z-7f3a", 2, 2),
            new MachineFinished(AT, result.machines().get(1)),
            new StepStarted(AT, "store-3", "stage"),
            new StepFinished(AT, "store-3", "stage", Result.CHANGED, Duration.ZERO, "done"),
            new StepStarted(AT, "store-3", "pull"),
            new StepFinished(AT, "store-3", "pull", Result.FAILED, Duration.ZERO, pulled),
            new MachineFinished(
                AT,
                new MachineResult(
                    "store-3",
                    Outcome.FAILED,
                    "pull failed: " + pulled,
                    "check that the image exists")),
            new MachineFinished(
                AT,
                new MachineResult(
                    "store-1",
                    Outcome.SKIPPED,
                    "the failure budget was spent before its turn",
                    "")),
            new RunFinished(
                AT, "r2", Map.of(Outcome.FAILED, 1, Outcome.SKIPPED, 2), Ending.BUDGET, 4));
  }

  @Test
  void aRunInTwoBatchesTellsOfEach() throws InterruptedException {
    Rollout rollout =
        Rollouts.with(
            Stage.FLEET, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ofSeconds(30), 1);
    Rig rig = rig(rollout, 2);
    rig.planAndApply();
    rig.machine("store-1").stopStack();
    rig.machine("store-2").stopStack();
    rig.events.clear();

    rig.planAndApply();

    Instant first = LATER;
    Instant second = LATER.plusSeconds(30);
    assertThat(rig.events)
        .containsExactly(
            new RunStarted(first, "r2", "20261123T100000Z-7f3a", 2, 2),
            new StepStarted(first, "store-1", "restart"),
            new StepFinished(first, "store-1", "restart", Result.CHANGED, Duration.ZERO, "done"),
            new StepStarted(first, "store-1", "gate"),
            new StepFinished(first, "store-1", "gate", Result.ALREADY, Duration.ZERO, "healthy"),
            new StepStarted(first, "store-1", "finish"),
            new StepFinished(first, "store-1", "finish", Result.CHANGED, Duration.ZERO, "done"),
            new MachineFinished(first, MachineResult.of("store-1", Outcome.APPLIED)),
            new BatchFinished(first, 1, "stores", 0),
            new StepStarted(second, "store-2", "restart"),
            new StepFinished(second, "store-2", "restart", Result.CHANGED, Duration.ZERO, "done"),
            new StepStarted(second, "store-2", "gate"),
            new StepFinished(second, "store-2", "gate", Result.ALREADY, Duration.ZERO, "healthy"),
            new StepStarted(second, "store-2", "finish"),
            new StepFinished(second, "store-2", "finish", Result.CHANGED, Duration.ZERO, "done"),
            new MachineFinished(second, MachineResult.of("store-2", Outcome.APPLIED)),
            new BatchFinished(second, 2, "stores", 0),
            new RunFinished(second, "r2", Map.of(Outcome.APPLIED, 2), Ending.COMPLETE, 0));
  }

  @Test
  void whatFailsInABatchIsCounted() throws InterruptedException {
    Rig rig = rig(Rollouts.of(5, 3), 3);
    rig.machine("store-1").strike("swap", new Fault.Fails("disk full"));
    rig.machine("store-3").strike("migrate", new Fault.DoesNothing());
    rig.planAndApply();
    assertThat(told(rig, BatchFinished.class).map(BatchFinished::failed)).containsExactly(2);
  }

  @Test
  void everyMachineIsToldAsFinishedOnce() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 2), 7);
    rig.machine("store-1").installed(Samples.image("1.6.14"));
    rig.machine("store-2").strike("survey", new Fault.Unreadable("docker could not be read"));
    rig.machine("store-3").strike("swap", new Fault.Fails("disk full"));
    RunResult result = rig.planAndApply();
    assertThat(told(rig, MachineFinished.class).map(MachineFinished::result))
        .containsExactlyInAnyOrderElementsOf(result.machines());
  }

  @Test
  void aStepThatLeftNoTraceOrLostItsLockIsToldAsFailed() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 1);
    rig.machine("store-1")
        .strike("swap", new Fault.Down(Moment.BEFORE_THE_ACT))
        .strike("restart", new Fault.LockTaken("r9"));
    rig.planAndApply();
    assertThat(
            told(rig, StepFinished.class)
                .filter(step -> step.word().equals("failed"))
                .map(step -> step.step() + ": " + step.detail()))
        .containsExactly(
            "swap: it left no trace of an end", "restart: the lock is not this run's any more");
  }

  @Test
  void theGateIsToldEachTimeItIsAsked() throws InterruptedException {
    Rig rig = rig(Rollouts.of(0, 1), 1);
    rig.planAndApply();
    rig.machine("store-1").schema(Samples.release("1.8.2")).stopStack();
    rig.events.clear();
    rig.planAndApply();
    assertThat(
            told(rig, StepFinished.class)
                .map(step -> step.step() + " " + step.word() + " " + step.detail()))
        .containsExactly(
            "restart changed done",
            "gate failed migration-blocked",
            "migrate changed done",
            "gate already healthy",
            "finish changed done");
  }

  private static <T extends Event> Stream<T> told(Rig rig, Class<T> kind) {
    return rig.events.stream().filter(kind::isInstance).map(kind::cast);
  }
}
