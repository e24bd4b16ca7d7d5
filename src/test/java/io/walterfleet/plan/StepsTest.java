package io.walterfleet.plan;

import static io.walterfleet.plan.StepKind.BACKUP;
import static io.walterfleet.plan.StepKind.FINISH;
import static io.walterfleet.plan.StepKind.GATE;
import static io.walterfleet.plan.StepKind.MIGRATE;
import static io.walterfleet.plan.StepKind.PULL;
import static io.walterfleet.plan.StepKind.RESTART;
import static io.walterfleet.plan.StepKind.STAGE;
import static io.walterfleet.plan.StepKind.SWAP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Publication;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("unit")
class StepsTest {
  private static final List<StepKind> ALL = List.of(StepKind.values());
  private static final List<StepKind> IMAGE =
      List.of(PULL, BACKUP, SWAP, MIGRATE, RESTART, GATE, FINISH);
  private static final List<StepKind> KEYS = List.of(SWAP, RESTART, GATE, FINISH);
  private static final List<StepKind> FILES = List.of(STAGE, PULL, SWAP, RESTART, GATE, FINISH);

  static Stream<Arguments> stepsOfEachField() {
    return Stream.of(
        arguments(Field.RELEASE, IMAGE),
        arguments(Field.IMAGE, IMAGE),
        arguments(Field.MODE, KEYS),
        arguments(Field.HOST, KEYS),
        arguments(Field.HTTPS_PORT, KEYS),
        arguments(Field.BUNDLE, FILES),
        arguments(Field.FILES, FILES),
        arguments(Field.RUNNING, List.of(RESTART, GATE, FINISH)));
  }

  @ParameterizedTest
  @MethodSource("stepsOfEachField")
  void eachChangeBringsItsSteps(Field field, List<StepKind> steps) {
    assertThat(Steps.of(changes(field), goal(BackupKind.VOLUMES), false, MachineState.NONE))
        .isEqualTo(steps);
  }

  @Test
  void noChangeNeedsNoStep() {
    assertThat(Steps.of(List.of(), goal(BackupKind.VOLUMES), false, MachineState.NONE)).isEmpty();
  }

  @Test
  void severalChangesBringTheirStepsOnceAndInOrder() {
    assertThat(
            Steps.of(
                changes(Field.RUNNING, Field.FILES, Field.HOST, Field.RELEASE),
                goal(BackupKind.DUMP),
                false,
                MachineState.NONE))
        .isEqualTo(ALL);
  }

  @Test
  void whoWantsNoBackupGetsNone() {
    assertThat(Steps.of(changes(Field.RELEASE), goal(BackupKind.NONE), false, MachineState.NONE))
        .containsExactly(PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void aMachineWithoutAnInstallHasNothingToBackUp() {
    assertThat(
            Steps.of(
                changes(Field.RELEASE, Field.BUNDLE),
                goal(BackupKind.VOLUMES),
                true,
                MachineState.NONE))
        .containsExactly(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void aRunThatDiedInTheSwapIsTakenUpThere() {
    Unfinished run = died(SWAP, false, List.of(BACKUP), ALL);
    assertThat(run.resumesAt()).isEqualTo(SWAP);
    assertThat(steps(run)).containsExactly(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void theMachineIsAskedWhetherItsBackupStillHolds() {
    Unfinished run = died(SWAP, false, List.of(BACKUP), ALL);
    assertThat(steps(run, Field.RELEASE, Field.BUNDLE)).isEqualTo(ALL);
  }

  @Test
  void afterTheSwapTheBackupIsMade() {
    Unfinished run = died(SWAP, true, List.of(BACKUP, SWAP), ALL);
    assertThat(steps(run, Field.RELEASE))
        .containsExactly(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void aRunThatDiedAfterTheSwapStillOwesTheMigration() {
    Unfinished run = died(SWAP, true, List.of(STAGE, PULL, BACKUP, SWAP), ALL);
    assertThat(steps(run)).containsExactly(MIGRATE, RESTART, GATE, FINISH);
    assertThat(run.resumesAt()).isEqualTo(MIGRATE);
  }

  @Test
  void aRunThatDiedInTheBackupBacksUpAgain() {
    Unfinished run = died(BACKUP, false, List.of(), ALL);
    assertThat(steps(run, Field.RELEASE)).isEqualTo(ALL);
    assertThat(run.resumesAt()).isEqualTo(BACKUP);
  }

  @Test
  void aRunThatDiedAtTheGateResumesThere() {
    Unfinished run = died(RESTART, true, List.of(SWAP, RESTART), KEYS);
    assertThat(steps(run)).containsExactly(GATE, FINISH);
    assertThat(run.resumesAt()).isEqualTo(GATE);
  }

  @Test
  void aRunThatDiedAfterItsLastStepIsRecordedAgain() {
    Unfinished run = died(FINISH, true, KEYS, KEYS);
    assertThat(steps(run)).containsExactly(GATE, FINISH);
    assertThat(run.resumesAt()).isEqualTo(FINISH);
  }

  @Test
  void preparationsLeaveNoRecordAndAreNotWhereARunResumes() {
    Unfinished run = died(BACKUP, true, List.of(BACKUP), ALL);
    assertThat(run.remaining()).containsExactly(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
    assertThat(run.resumesAt()).isEqualTo(SWAP);
  }

  @Test
  void aRunTowardsAnotherGoalLeavesARestartToBeDone() {
    assertThat(steps(elsewhere(SWAP, KEYS), Field.HOST)).isEqualTo(KEYS);
    assertThat(steps(elsewhere(SWAP, KEYS))).containsExactly(RESTART, GATE, FINISH);
  }

  @Test
  void aRunTowardsAnotherGoalLeavesTheMigrationThatItOwed() {
    assertThat(steps(elsewhere(SWAP, ALL))).containsExactly(MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void aRunTowardsAnotherGoalThatChangedNoInstallIsOnlyRecordedAsEnded() {
    assertThat(steps(elsewhere(BACKUP, ALL))).containsExactly(GATE, FINISH);
    assertThat(steps(elsewhere(BACKUP, ALL), Field.RELEASE)).isEqualTo(IMAGE);
  }

  @Test
  void halfARollbackLeavesARestartToBeDone() {
    MachineState machineState =
        new MachineState(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new MachineState.HalfRollback("r1", "20261101T100000Z")),
            Optional.empty(),
            List.of());
    assertThat(Steps.of(List.of(), goal(BackupKind.VOLUMES), false, machineState))
        .containsExactly(RESTART, GATE, FINISH);
  }

  @ParameterizedTest
  @EnumSource
  void fromTheSwapOnTheInstallMayHaveChanged(StepKind step) {
    assertThat(died(step, false, List.of(), ALL).changedInstall())
        .isEqualTo(List.of(SWAP, MIGRATE, RESTART, GATE, FINISH).contains(step));
  }

  private static List<StepKind> steps(Unfinished run, Field... fields) {
    MachineState machineState =
        new MachineState(Optional.empty(), Optional.of(run), Optional.empty(), List.of());
    return Steps.of(changes(fields), goal(BackupKind.VOLUMES), false, machineState);
  }

  private static Unfinished died(
      StepKind step, boolean done, List<StepKind> finished, List<StepKind> planned) {
    String target = goal(BackupKind.VOLUMES).id();
    return new Unfinished("r1", step, done, target, finished, planned);
  }

  private static Unfinished elsewhere(StepKind step, List<StepKind> planned) {
    return new Unfinished("r1", step, false, "another", List.of(), planned);
  }

  private static List<Change> changes(Field... fields) {
    return Stream.of(fields).map(field -> new Change(field, "a", "b", Cause.INTENT)).toList();
  }

  private static Goal goal(BackupKind backup) {
    return new Goal(
        Samples.image("1.8.3"), Optional.empty(), Samples.SHA256, Publication.AS_IT_IS, backup);
  }
}
