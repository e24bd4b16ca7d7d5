package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Publication;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DowntimeTest {
  private static final List<StepKind> UPGRADE = List.of(StepKind.values());

  @Test
  void itBeginsWithTheFirstStepThatMayStopTheStack() {
    MachinePlan copied = plan("7d0f", UPGRADE, BackupKind.VOLUMES);
    assertThat(UPGRADE.stream().filter(copied::isStoppedBy))
        .containsExactly(StepKind.BACKUP, StepKind.MIGRATE, StepKind.RESTART);
    MachinePlan dumped = plan("7d0f", UPGRADE, BackupKind.DUMP);
    assertThat(UPGRADE.stream().filter(dumped::isStoppedBy))
        .containsExactly(StepKind.MIGRATE, StepKind.RESTART);
    MachinePlan first = plan("", UPGRADE, BackupKind.VOLUMES);
    assertThat(UPGRADE.stream().filter(first::isStoppedBy)).isEmpty();
  }

  @Test
  void copyingTheVolumesTakesLongest() {
    assertThat(plan("7d0f", UPGRADE, BackupKind.VOLUMES).downtime()).isEqualTo(Downtime.COPY);
  }

  @Test
  void aDumpLeavesTheMigration() {
    assertThat(plan("7d0f", UPGRADE, BackupKind.DUMP).downtime()).isEqualTo(Downtime.MIGRATION);
  }

  @Test
  void keysAloneCostARestart() {
    List<StepKind> steps = List.of(StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
    assertThat(plan("7d0f", steps, BackupKind.VOLUMES).downtime()).isEqualTo(Downtime.RESTART);
  }

  @Test
  void recordingAloneCostsNothing() {
    List<StepKind> steps = List.of(StepKind.GATE, StepKind.FINISH);
    assertThat(plan("7d0f", steps, BackupKind.VOLUMES).downtime()).isEqualTo(Downtime.NONE);
  }

  @Test
  void whatNeverRanIsNotAway() {
    assertThat(plan("", UPGRADE, BackupKind.VOLUMES).downtime()).isEqualTo(Downtime.NONE);
  }

  @Test
  void theWordsArePlain() {
    assertThat(List.of(Downtime.values()).stream().map(Downtime::word))
        .containsExactly("none", "restart", "migration", "copy");
  }

  @Test
  void anInstallThatKeepsItsBundleIsNoFirstInstall() {
    Change host = new Change(Field.HOST, "", "a.example.com", Cause.INTENT);
    MachinePlan plan = plan("7d0f", UPGRADE, BackupKind.VOLUMES);
    assertThat(
            new MachinePlan(
                    plan.subject(), plan.judgement(), List.of(host), plan.steps(), plan.goal())
                .isFirstInstall())
        .isFalse();
  }

  private static MachinePlan plan(String bundle, List<StepKind> steps, BackupKind backup) {
    Goal goal =
        new Goal(
            new ImageRef("ghcr.io/matchylabs/walter:1.8.3"),
            Optional.empty(),
            "ab12",
            Publication.AS_IT_IS,
            backup);
    return new MachinePlan(
        new Subject("edge-01", "canary", "10.0.0.11", ""),
        Judgement.of(Verdict.CHANGE),
        List.of(new Change(Field.BUNDLE, bundle, "2026.11.1", Cause.INTENT)),
        steps,
        Optional.of(goal));
  }
}
