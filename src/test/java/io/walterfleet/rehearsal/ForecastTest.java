package io.walterfleet.rehearsal;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.Failure;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rehearsal.Fault.Kind;
import io.walterfleet.rehearsal.Forecast.Peaks;
import io.walterfleet.rehearsal.Forecast.Phase;
import io.walterfleet.rehearsal.Forecast.Turn;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a rehearsal says, fault by fault. */
@Tag("unit")
@Timeout(60)
class ForecastTest {
  private static final Optional<StepKind> NO_STEP = Optional.empty();

  @Test
  void withoutFaultsEverythingIsAppliedInTheTimeThatIsAssumed() throws Exception {
    Forecast forecast = forecast(3, 0);
    assertThat(outcomes(forecast))
        .isEqualTo(
            Map.of(
                "store-1",
                Outcome.APPLIED,
                "store-2",
                Outcome.APPLIED,
                "store-3",
                Outcome.APPLIED));
    assertThat(forecast.course())
        .isEqualTo(
            new Forecast.Course(
                Optional.of(phase(0, "", 3, seconds(1.0), seconds(65), 0)),
                List.of(
                    phase(1, "remaining", 1, seconds(66.5), seconds(128), 1),
                    phase(2, "remaining", 2, seconds(195), seconds(128), 2)),
                Map.of("store-1", 1, "store-2", 2, "store-3", 2),
                Map.of(
                    "store-1",
                    new Turn(seconds(66.5), seconds(194.5)),
                    "store-2",
                    new Turn(seconds(195), seconds(323)),
                    "store-3",
                    new Turn(seconds(195), seconds(323))),
                seconds(323),
                new Peaks(3, 3)));
  }

  @Test
  void aBatchThatIsPreparedByItselfBeginsWithThat() throws Exception {
    Scenario scenario =
        new Scenario(
            List.of(fault(Kind.FAILS, step(StepKind.PULL), "store-3")), 1, Assumptions.DEFAULT, 64);
    Forecast forecast =
        new Rehearsal(fleet(3, 1, Stage.BATCH), scenario).hold(Samples.MANIFEST, Optional.empty());
    assertThat(forecast.course())
        .isEqualTo(
            new Forecast.Course(
                Optional.empty(),
                List.of(
                    new Phase(1, "remaining", 1, seconds(1), seconds(193.5), 1, 0),
                    new Phase(2, "remaining", 2, seconds(194.5), seconds(193.5), 1, 1)),
                Map.of("store-1", 1, "store-2", 2),
                Map.of(
                    "store-1",
                    new Turn(seconds(1), seconds(194.5)),
                    "store-2",
                    new Turn(seconds(194.5), seconds(388)),
                    "store-3",
                    new Turn(seconds(194.5), seconds(259.5))),
                seconds(388),
                new Peaks(3, 2)));
  }

  @Test
  void aLargeFleetIsNotConnectedAllTheTimeThatItIsPrepared() throws Exception {
    Scenario scenario = new Scenario(List.of(), 1, Assumptions.DEFAULT, 64);
    Forecast forecast =
        new Rehearsal(fleet(1000, 0), scenario).hold(Samples.MANIFEST, Optional.empty());
    assertThat(outcomes(forecast).values()).containsOnly(Outcome.APPLIED);
    assertThat(forecast.course().peaks().connections()).isBetween(128, 128 + 64);
  }

  @Test
  void theBudgetStopsItBeforeTheNextBatch() throws Exception {
    Forecast forecast = forecast(3, 0, fault(Kind.NEVER_READY, NO_STEP, "store-1"));
    assertThat(forecast.result().ending()).isEqualTo(Ending.BUDGET);
    assertThat(forecast.result().exitCode().number()).isEqualTo(4);
    assertThat(forecast.result().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.ROLLED_BACK,
                "it did not become ready: after 300 s /health/ready answered 503; it has what it"
                    + " had before, and is healthy",
                ""),
            skipped("store-2"),
            skipped("store-3"));
    assertThat(forecast.course().changedIn()).isEqualTo(Map.of("store-1", 1));
  }

  @Test
  void whoCannotBePreparedSpendsTheBudgetBeforeTheFirstBatch() throws Exception {
    Forecast forecast = forecast(3, 0, fault(Kind.FAILS, step(StepKind.PULL), "store-3"));
    assertThat(forecast.result().ending()).isEqualTo(Ending.BUDGET);
    assertThat(forecast.result().machines().get(2))
        .isEqualTo(
            new MachineResult("store-3", Outcome.FAILED, "pull failed: simulated by FAILS", ""));
    assertThat(forecast.course().batches()).isEmpty();
    assertThat(forecast.course().changedIn()).isEmpty();
  }

  @Test
  void everyFaultHasItsOutcome() throws Exception {
    assertThat(outcome(Kind.FAILS, step(StepKind.STAGE))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(Kind.FAILS, step(StepKind.BACKUP))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(Kind.FAILS, step(StepKind.SWAP))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(Kind.FAILS, step(StepKind.MIGRATE))).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(outcome(Kind.FAILS, step(StepKind.RESTART))).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(outcome(Kind.FAILS, step(StepKind.FINISH))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(Kind.MIGRATION_BLOCKED, NO_STEP)).isEqualTo(Outcome.MIGRATION_BLOCKED);
    assertThat(outcome(Kind.LOCKED, NO_STEP)).isEqualTo(Outcome.LOCKED);
    assertThat(outcome(Kind.EDITED, NO_STEP)).isEqualTo(Outcome.STALE);
    assertThat(outcome(Kind.DISK_FULL, NO_STEP)).isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(Kind.DISK_FULL, step(StepKind.SWAP))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(Kind.UNREACHABLE, NO_STEP)).isEqualTo(Outcome.SKIPPED);
    assertThat(outcome(Kind.SLOW, NO_STEP)).isEqualTo(Outcome.APPLIED);
    assertThat(outcome(Kind.ROLLBACK_FAILS, NO_STEP)).isEqualTo(Outcome.APPLIED);
    for (StepKind step : StepKind.values()) {
      assertThat(outcome(Kind.SSH_DROP, step(step))).as(step.word()).isEqualTo(Outcome.APPLIED);
      assertThat(outcome(Kind.REBOOT, step(step))).as(step.word()).isEqualTo(Outcome.APPLIED);
      assertThat(outcome(Kind.UNREACHABLE, step(step)))
          .as(step.word())
          .isEqualTo(Outcome.UNREACHABLE);
    }
  }

  @Test
  void aRollbackThatFailsLeavesAFailedMachine() throws Exception {
    Forecast forecast =
        forecast(
            1,
            0,
            fault(Kind.NEVER_READY, NO_STEP, "store-1"),
            fault(Kind.ROLLBACK_FAILS, NO_STEP, "store-1"));
    assertThat(forecast.result().machines())
        .containsExactly(
            new MachineResult(
                "store-1",
                Outcome.FAILED,
                "it did not become ready: after 300 s /health/ready answered 503; and it could not"
                    + " be put back: simulated by ROLLBACK_FAILS; the machine has release 1.8.3, and its"
                    + " containers run",
                ""));
  }

  @Test
  void aSlowMachineHoldsUpItsBatch() throws Exception {
    Duration usual = forecast(3, 0).course().batches().get(1).takes();
    Duration slow =
        forecast(3, 0, fault(Kind.SLOW, step(StepKind.BACKUP), "store-3"))
            .course()
            .batches()
            .get(1)
            .takes();
    assertThat(slow.minus(usual)).isEqualTo(Duration.ofSeconds(60 * (Assumptions.SLOW - 1)));
  }

  @Test
  void theSameSeedGivesTheSameForecastAndAnotherGivesAnother() throws Exception {
    assertThat(rated(7)).isEqualTo(rated(7)).isNotEqualTo(rated(8));
  }

  @Test
  void aRateStrikesAboutSoMany() {
    Set<String> names = IntStream.range(0, 10_000).mapToObj(i -> "m" + i).collect(toSet());
    Fault fault = new Fault(Kind.FAILS, step(StepKind.PULL), names, 2.5, "pull-fails:2.5%");
    long struck = names.stream().filter(name -> fault.strikes(3, name)).count();
    assertThat(struck).isBetween(200L, 300L);
  }

  @Test
  void aSavedPlanIsRehearsedAsItIs() throws Exception {
    Fleet fleet = fleet(3, 0);
    Plan plan = rehearsal(fleet).hold(Samples.MANIFEST, Optional.empty()).result().plan();
    Forecast again = rehearsal(fleet).hold(plan);
    assertThat(outcomes(again)).containsOnlyKeys("store-1", "store-2", "store-3");
    assertThat(outcomes(again).values()).containsOnly(Outcome.APPLIED);
    assertThat(again.from().values()).containsOnly(Samples.image("1.8.2"));
    assertThat(again.result().plan().batches()).isEqualTo(plan.batches());
  }

  @Test
  void aMachineAtItsTargetHasNothingToDoButTheBundle() throws Exception {
    Forecast forecast =
        rehearsal(fleet(1, 0)).hold(Samples.MANIFEST, Optional.of(Samples.release("1.8.3")));
    assertThat(forecast.result().plan().machines().get(0).steps())
        .containsExactly(
            StepKind.STAGE,
            StepKind.PULL,
            StepKind.SWAP,
            StepKind.RESTART,
            StepKind.GATE,
            StepKind.FINISH);
    assertThat(outcomes(forecast)).isEqualTo(Map.of("store-1", Outcome.APPLIED));
  }

  /** What comes of one fault on one machine. */
  private static Outcome outcome(Kind kind, Optional<StepKind> step) throws Exception {
    Forecast forecast = forecast(1, 1, fault(kind, step, "store-1"));
    return forecast.result().machines().get(0).outcome();
  }

  private static Object rated(long seed) throws Exception {
    Fleet fleet = fleet(60, 60);
    Set<String> all = Set.copyOf(fleet.machines().stream().map(Machine::name).toList());
    List<Fault> faults =
        List.of(
            new Fault(Kind.FAILS, step(StepKind.PULL), all, 5, "a"),
            new Fault(Kind.SSH_DROP, step(StepKind.SWAP), all, 30, "b"),
            new Fault(Kind.REBOOT, step(StepKind.MIGRATE), all, 10, "c"),
            new Fault(Kind.SLOW, NO_STEP, all, 20, "d"));
    Scenario scenario = new Scenario(faults, seed, Assumptions.DEFAULT, 16);
    Forecast forecast = new Rehearsal(fleet, scenario).hold(Samples.MANIFEST, Optional.empty());
    return List.of(forecast.result().machines(), forecast.course());
  }

  private static Forecast forecast(int machines, int maxFailed, Fault... faults) throws Exception {
    Scenario scenario = new Scenario(List.of(faults), 1, Assumptions.DEFAULT, 64);
    return new Rehearsal(fleet(machines, maxFailed), scenario)
        .hold(Samples.MANIFEST, Optional.empty());
  }

  private static Rehearsal rehearsal(Fleet fleet) {
    return new Rehearsal(fleet, new Scenario(List.of(), 1, Assumptions.DEFAULT, 64));
  }

  private static Fleet fleet(int machines, int maxFailed) {
    return fleet(machines, maxFailed, Stage.FLEET);
  }

  private static Fleet fleet(int machines, int maxFailed, Stage stage) {
    Rollout rollout =
        new Rollout(
            List.of(),
            List.of(new CountOrPercent.Count(1), new CountOrPercent.Percent(100)),
            Duration.ZERO,
            new Failure(stage, 8, new CountOrPercent.Count(maxFailed), OnFailure.ROLLBACK),
            Gate.DEFAULT);
    return Samples.fleet(
        rollout,
        IntStream.rangeClosed(1, machines).mapToObj(i -> Samples.machine("store-" + i)).toList());
  }

  private static Fault fault(Kind kind, Optional<StepKind> step, String machine) {
    return new Fault(kind, step, Set.of(machine), 100, kind.name());
  }

  private static Optional<StepKind> step(StepKind step) {
    return Optional.of(step);
  }

  private static MachineResult skipped(String name) {
    return new MachineResult(
        name, Outcome.SKIPPED, "the failure budget was spent before its turn", "");
  }

  private static Map<String, Outcome> outcomes(Forecast forecast) {
    return forecast.result().machines().stream()
        .collect(toMap(MachineResult::machine, MachineResult::outcome));
  }

  private static Phase phase(
      int number, String wave, int machines, Duration begins, Duration takes, int changed) {
    return new Phase(number, wave, machines, begins, takes, changed, 0);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
