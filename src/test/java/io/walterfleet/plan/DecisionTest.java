package io.walterfleet.plan;

import static io.walterfleet.plan.StepKind.BACKUP;
import static io.walterfleet.plan.StepKind.FINISH;
import static io.walterfleet.plan.StepKind.GATE;
import static io.walterfleet.plan.StepKind.MIGRATE;
import static io.walterfleet.plan.StepKind.PULL;
import static io.walterfleet.plan.StepKind.RESTART;
import static io.walterfleet.plan.StepKind.STAGE;
import static io.walterfleet.plan.StepKind.SWAP;
import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static io.walterfleet.plan.testing.Samples.machine;
import static io.walterfleet.plan.testing.Samples.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.Desired;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class DecisionTest {
  private static final Target PATCH = new Target.Patch();
  private static final Goal GOAL =
      new Goal(
          Samples.image("1.8.3"),
          Optional.of(Samples.DIGEST),
          Samples.SHA256,
          Publication.AS_IT_IS,
          BackupKind.VOLUMES);

  private static final Desired KEEPING =
      new Desired(
          PATCH,
          Publication.AS_IT_IS,
          BackupKind.VOLUMES,
          BundleUse.KEEP,
          Desired.DEFAULT_INSTALL_DIR,
          Permissions.NONE);

  @Test
  void whatCouldNotBeObservedIsUnknown() {
    Observation nothing = new Observation.Unknown("connection refused", "see that sshd runs");
    assertThat(Decision.of(machine("store-1"), MANIFEST, nothing))
        .isEqualTo(
            new MachinePlan(
                new Subject("store-1", "stores", "10.1.0.7", ""),
                new Judgement(Verdict.UNKNOWN, "connection refused", "see that sshd runs"),
                List.of(),
                List.of(),
                Optional.empty()));
  }

  @Test
  void aMachineAtItsGoalIsInSync() {
    Sighting sighting = Sighting.of("1.8.3");
    assertThat(decide(machine("store-1"), sighting))
        .isEqualTo(
            new MachinePlan(
                subject(sighting),
                new Judgement(Verdict.IN_SYNC, "", ""),
                List.of(),
                List.of(),
                Optional.of(GOAL)));
  }

  @Test
  void aNewPatchIsAChange() {
    Sighting sighting = Sighting.of("1.8.2");
    assertThat(decide(machine("store-1"), sighting))
        .isEqualTo(
            new MachinePlan(
                subject(sighting),
                new Judgement(Verdict.CHANGE, "", ""),
                List.of(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT)),
                List.of(PULL, BACKUP, SWAP, MIGRATE, RESTART, GATE, FINISH),
                Optional.of(GOAL)));
  }

  @Test
  void anotherBundleAloneIsNothingToDoWhereItIsKept() {
    Sighting foreign = Sighting.of("1.8.3").with(Install.Files.UNRECORDED);
    assertThat(decide(machine("store-1"), foreign).changes())
        .containsExactly(new Change(Field.BUNDLE, "unknown", "2026.11.1", Cause.DRIFT));
    assertThat(decide(machine("store-1", "stores", KEEPING), foreign))
        .isEqualTo(
            new MachinePlan(
                subject(foreign),
                new Judgement(Verdict.IN_SYNC, "", ""),
                List.of(),
                List.of(),
                Optional.of(GOAL)));
  }

  @Test
  void aBundleThatIsKeptComesAlongWithAnotherChange() {
    Sighting foreign = Sighting.of("1.8.2").with(Install.Files.UNRECORDED);
    assertThat(decide(machine("store-1", "stores", KEEPING), foreign))
        .isEqualTo(decide(machine("store-1"), foreign));
    assertThat(decide(machine("store-1"), foreign).changes())
        .extracting(Change::field)
        .containsExactly(Field.RELEASE, Field.BUNDLE);
  }

  @Test
  void aRunThatBrokeOffGoesOnAlsoWhereTheBundleIsKept() {
    Sighting broken =
        Sighting.of("1.8.3")
            .with(Install.Files.UNRECORDED)
            .unfinished(
                new Unfinished("r1", SWAP, false, GOAL.id(), List.of(), List.of(SWAP, FINISH)));
    assertThat(decide(machine("store-1", "stores", KEEPING), broken))
        .isEqualTo(decide(machine("store-1"), broken));
  }

  @Test
  void aStoppedStackIsDrift() {
    Sighting sighting = Sighting.of("1.8.3").with(Stack.NONE);
    assertThat(decide(machine("store-1"), sighting))
        .isEqualTo(
            new MachinePlan(
                subject(sighting),
                new Judgement(Verdict.DRIFT, "", ""),
                List.of(new Change(Field.RUNNING, "no container", "running", Cause.DRIFT)),
                List.of(RESTART, GATE, FINISH),
                Optional.of(GOAL)));
  }

  @Test
  void oneChangeThatIsWantedMakesADriftedMachineAChange() {
    MachinePlan plan = decide(machine("store-1"), Sighting.of("1.8.2").with(Stack.NONE));
    assertThat(plan.verdict()).isEqualTo(Verdict.CHANGE);
    assertThat(plan.changes().stream().map(Change::cause))
        .containsExactly(Cause.INTENT, Cause.DRIFT);
  }

  @Test
  void aReleaseThatSomebodySetByHandIsPutBackToTheSeriesThatWasApplied() {
    Sighting sighting =
        Sighting.of("1.7.5").applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    MachinePlan plan = decide(machine("store-1"), sighting);
    assertThat(plan.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(plan.changes())
        .containsExactly(new Change(Field.RELEASE, "1.7.5", "1.8.3", Cause.DRIFT));
  }

  @Test
  void aMachineThatWeNeverChangedCountsFromWhatItHas() {
    Sighting sighting = Sighting.of("1.7.5").applied(Optional.empty());
    assertThat(decide(machine("store-1"), sighting).goal().map(Goal::image))
        .contains(Samples.image("1.7.9"));
  }

  @Test
  void aCustomImageThatWasAppliedIsNoReasonNotToCountFromWhatTheMachineHas() {
    Sighting sighting =
        Sighting.of("1.7.5").applied(Optional.of(Sighting.applied("walter:nightly")));
    assertThat(decide(machine("store-1"), sighting).goal().map(Goal::image))
        .contains(Samples.image("1.7.9"));
  }

  @Test
  void anEmptyMachineIsInstalled() {
    Publication wanted = Samples.publication(Mode.PUBLIC_TLS, "b.example.com", 443);
    MachinePlan plan =
        decide(machine("edge-1", "canary", wanting(PATCH, wanted)), Sighting.ofNothing());
    assertThat(plan)
        .isEqualTo(
            new MachinePlan(
                new Subject(
                    "edge-1", "canary", "10.1.0.7", Fingerprint.of(Sighting.ofNothing().seen())),
                new Judgement(Verdict.CHANGE, "", ""),
                List.of(
                    new Change(Field.RELEASE, "", "1.8.3", Cause.INTENT),
                    new Change(Field.MODE, "", "public-tls", Cause.INTENT),
                    new Change(Field.HOST, "", "b.example.com", Cause.INTENT),
                    new Change(Field.BUNDLE, "", "2026.11.1", Cause.INTENT)),
                List.of(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH),
                Optional.of(
                    new Goal(
                        Samples.image("1.8.3"),
                        Optional.of(Samples.DIGEST),
                        Samples.SHA256,
                        wanted,
                        BackupKind.VOLUMES))));
  }

  @Test
  void anInstallThatVanishedIsDriftAndComesBackInItsOwnSeries() {
    Publication wanted =
        Samples.publication(
            Optional.of(Mode.INTERNAL_TLS), Optional.of("a.example.com"), OptionalInt.empty());
    Applied applied =
        Samples.applied(
            Samples.imageKey("1.7.9"),
            Optional.of("internal-tls"),
            Optional.of("a.example.com"),
            Optional.empty(),
            Optional.of(Samples.SHA256));
    MachinePlan plan =
        decide(
            machine("store-1", "stores", wanting(PATCH, wanted)),
            Sighting.ofNothing().applied(Optional.of(applied)));
    assertThat(plan.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(plan.goal().map(Goal::image)).contains(Samples.image("1.7.9"));
  }

  @Test
  void withForceAForeignDirectoryAndARetiredInstallAreReplaced() {
    Publication wanted = Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 443);
    Permissions force = Permissions.NONE.withForce();
    Machine machine = machine("store-1", "stores", wanting(PATCH, wanted, force));
    for (Install install : List.of(new Install.Foreign(), new Install.Retired())) {
      MachinePlan plan = decide(machine, Sighting.ofNothing().with(install));
      assertThat(plan.verdict()).isEqualTo(Verdict.CHANGE);
      assertThat(plan.steps()).containsExactly(STAGE, PULL, SWAP, MIGRATE, RESTART, GATE, FINISH);
    }
  }

  @Test
  void aCustomImageNeedsNoManifest() {
    ImageRef custom = new ImageRef("registry.example.com/walter:nightly");
    Desired desired = wanting(new Target.Image(custom));
    assertThat(decide(machine("store-1", "stores", desired), Sighting.of("1.8.3")).changes())
        .containsExactly(
            new Change(Field.IMAGE, Samples.imageKey("1.8.3"), custom.value(), Cause.INTENT));
  }

  @Test
  void aRunThatDiedIsTakenUpAlthoughTheKeysAreRightAlready() {
    Sighting sighting =
        Sighting.of("1.8.3")
            .unfinished(
                new Unfinished(
                    "r1", SWAP, true, GOAL.id(), List.of(SWAP), List.of(SWAP, RESTART, GATE)));
    assertThat(decide(machine("store-1"), sighting))
        .isEqualTo(
            new MachinePlan(
                subject(sighting),
                new Judgement(Verdict.CHANGE, "run r1 did not end; resumes at restart", ""),
                List.of(),
                List.of(RESTART, GATE, FINISH),
                Optional.of(GOAL)));
  }

  @Test
  void aRunThatDiedBeforeItChangedTheInstallIsLeftForThePresentTarget() {
    Sighting sighting =
        Sighting.of("1.8.3")
            .unfinished(
                new Unfinished("r1", BACKUP, false, "another", List.of(), List.of(BACKUP, SWAP)));
    assertThat(decide(machine("store-1"), sighting))
        .isEqualTo(
            new MachinePlan(
                subject(sighting),
                new Judgement(
                    Verdict.CHANGE, "run r1 did not end and had another target, which is left", ""),
                List.of(),
                List.of(GATE, FINISH),
                Optional.of(GOAL)));
  }

  @ParameterizedTest
  @EnumSource(
      value = StepKind.class,
      names = {"BACKUP", "SWAP", "MIGRATE"})
  void aRunThatDiedWithTheStackStoppedSaysSo(StepKind step) {
    Sighting stopped = stoppedBy(step);
    assertThat(stopped.seen().stoppedBy()).contains("r1");
    assertThat(decide(machine("store-1"), stopped).judgement().reason())
        .isEqualTo(
            "run r1 did not end; resumes at "
                + step.word()
                + " (it stopped the stack, which stays down until then)");
  }

  @Test
  void aStackThatRunsOrIsJustBeingStartedIsNotStoppedByARun() {
    assertThat(stoppedBy(RESTART).seen().stoppedBy()).isEmpty();
    assertThat(stoppedBy(STAGE).seen().stoppedBy()).isEmpty();
    Sighting runs = stoppedBy(BACKUP).with(Sighting.running(Samples.imageKey("1.8.2")));
    assertThat(runs.seen().stoppedBy()).isEmpty();
    assertThat(runs.with(new Install.Absent()).seen().stoppedBy()).isEmpty();
    assertThat(Sighting.of("1.8.2").with(DOWN).seen().stoppedBy()).isEmpty();
  }

  private static final Stack DOWN =
      new Stack(
          Optional.of("walter-onprem"),
          List.of(new Stack.Service("walter", "exited", Samples.imageKey("1.8.2"), "sha256:1")),
          Optional.of("sha256:1"));

  /** A machine whose stack is down, and whose last run died in this step. */
  private static Sighting stoppedBy(StepKind step) {
    return Sighting.of("1.8.2")
        .with(DOWN)
        .unfinished(
            new Unfinished(
                "r1", step, false, GOAL.id(), List.of(), List.of(STAGE, BACKUP, SWAP, MIGRATE)));
  }

  @Test
  void withLeaveToRetargetARunThatDiedInTheMiddleIsLeftToo() {
    Sighting sighting =
        Sighting.of("1.8.2")
            .unfinished(
                new Unfinished("r1", SWAP, false, "another", List.of(), List.of(SWAP, RESTART)));
    Desired desired = wanting(PATCH, Publication.AS_IT_IS, Permissions.NONE.withRetarget());
    MachinePlan plan = decide(machine("store-1", "stores", desired), sighting);
    assertThat(plan.judgement())
        .isEqualTo(
            new Judgement(
                Verdict.CHANGE, "run r1 did not end and had another target, which is left", ""));
    assertThat(plan.steps()).containsExactly(PULL, BACKUP, SWAP, MIGRATE, RESTART, GATE, FINISH);
  }

  @Test
  void withLeaveToRetargetHalfARollbackIsLeft() {
    Sighting sighting =
        Sighting.of("1.8.3").halfRollback(new MachineState.HalfRollback("r1", "20261101T100000Z"));
    Desired desired = wanting(PATCH, Publication.AS_IT_IS, Permissions.NONE.withRetarget());
    MachinePlan plan = decide(machine("store-1", "stores", desired), sighting);
    assertThat(plan.judgement())
        .isEqualTo(
            new Judgement(
                Verdict.CHANGE,
                "run r1 ended in the middle of a rollback to 20261101T100000Z, which is left",
                ""));
    assertThat(plan.steps()).containsExactly(RESTART, GATE, FINISH);
  }

  @Test
  void whatIsMovedAwayWithTheOldDirectoryIsSaid() {
    Install.Files files =
        new Install.Files(
            Optional.of(Samples.OLD_SHA256),
            List.of(),
            List.of(),
            List.of(),
            List.of("notes.txt", "certs/"));
    assertThat(decide(machine("store-1"), Sighting.of("1.8.2").with(files)).judgement())
        .isEqualTo(
            new Judgement(
                Verdict.CHANGE,
                "not the bundle's, and moved to the backup with the old directory: notes.txt,"
                    + " certs/",
                ""));
  }

  private static MachinePlan decide(Machine machine, Sighting sighting) {
    return Decision.of(machine, MANIFEST, sighting.seen());
  }

  private static Subject subject(Sighting sighting) {
    return new Subject(
        "store-1",
        "stores",
        "10.1.0.7",
        Fingerprint.of(sighting.seen()),
        Fingerprint.shown(sighting.seen()));
  }
}
