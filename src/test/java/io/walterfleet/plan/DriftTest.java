package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Target;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachineState.HalfRollback;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is drift, what the inventory or the manifest moved, and what goes back to what. */
@Tag("unit")
class DriftTest {
  private static final Machine PATCH = Samples.machine("a");
  private static final Machine NAMED =
      Samples.machine(
          "a",
          "stores",
          Samples.wanting(
              new Target.Patch(), Samples.publication(Mode.INTERNAL_TLS, "a.example.com", 8443)));
  private static final Applied ALL =
      Samples.applied(
          Samples.imageKey("1.8.3"),
          Optional.of("internal-tls"),
          Optional.of("a.example.com"),
          Optional.of("8443"),
          Optional.of(Samples.SHA256));

  @Test
  void aMachineAsItWasAppliedIsInSync() {
    Drift drift = drift(PATCH, Sighting.of("1.8.3"));
    assertThat(drift.verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(drift.back().changes()).isEmpty();
    assertThat(drift.back().steps()).isEmpty();
    assertThat(drift.wanted()).isEmpty();
  }

  @Test
  void whatTheManifestMovedIsNoDriftAndNotGoneTo() {
    Drift drift = drift(PATCH, Sighting.of("1.8.2"));
    assertThat(drift.verdict()).isEqualTo(Verdict.CHANGE);
    assertThat(drift.back().verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(drift.back().steps()).isEmpty();
    assertThat(drift.wanted())
        .containsExactly(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT));
  }

  @Test
  void whatTheInventoryForbidsIsMovedOnToo() {
    Machine down =
        Samples.machine("a", "stores", Samples.wanting(new Target.Exact(Samples.release("1.7.9"))));
    Drift drift = drift(down, Sighting.of("1.8.3"));
    assertThat(drift.verdict()).isEqualTo(Verdict.CHANGE);
    assertThat(drift.intended().verdict()).isEqualTo(Verdict.BLOCKED);
  }

  @Test
  void aMachineWithBothGoesBackToWhatWasAppliedAndTheRestIsLeft() {
    Sighting both =
        Sighting.of("1.8.2")
            .with(
                new Install.Files(
                    Optional.of(Samples.SHA256), List.of("compose.yml"), List.of("bin/x")));
    Drift drift = drift(PATCH, both);
    assertThat(drift.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(drift.back().changes())
        .containsExactly(
            new Change(
                Field.FILES,
                "edited: compose.yml; missing: bin/x",
                "as in the bundle",
                Cause.DRIFT));
    assertThat(drift.back().goal().orElseThrow().image()).isEqualTo(Samples.image("1.8.2"));
    assertThat(drift.back().steps())
        .containsExactly(
            StepKind.STAGE,
            StepKind.PULL,
            StepKind.SWAP,
            StepKind.RESTART,
            StepKind.GATE,
            StepKind.FINISH);
    assertThat(drift.files().edited()).containsExactly("compose.yml");
    assertThat(drift.files().missing()).containsExactly("bin/x");
    assertThat(drift.wanted())
        .containsExactly(new Change(Field.RELEASE, "1.8.2", "1.8.3", Cause.INTENT));
  }

  @Test
  void eachKeyThatWasAppliedGoesBackToWhatWasApplied() {
    Sighting edited =
        Sighting.of("1.8.3")
            .mode("public-tls")
            .host("b.example.com")
            .httpsPort("443")
            .applied(Optional.of(ALL));
    MachinePlan back = drift(NAMED, edited).back();
    assertThat(back.changes())
        .containsExactly(
            new Change(Field.MODE, "public-tls", "internal-tls", Cause.DRIFT),
            new Change(Field.HOST, "b.example.com", "a.example.com", Cause.DRIFT),
            new Change(Field.HTTPS_PORT, "443", "8443", Cause.DRIFT));
    assertThat(back.goal().orElseThrow().publication())
        .isEqualTo(Samples.publication(Mode.INTERNAL_TLS, "a.example.com", 8443));
    assertThat(back.steps())
        .containsExactly(StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
  }

  @Test
  void aKeyThatTheInventoryLetGoOfIsTheOperatorsOwn() {
    Sighting edited =
        Sighting.of("1.8.3").host("b.example.com").httpsPort("9443").applied(Optional.of(ALL));
    Drift drift = drift(PATCH, edited);
    assertThat(drift.verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(drift.back().goal().orElseThrow().publication()).isEqualTo(Publication.AS_IT_IS);
  }

  @Test
  void aKeyThatTheInventoryNamesAnewIsNoDrift() {
    Sighting other = Sighting.of("1.8.3").host("b.example.com").httpsPort("8443");
    Drift drift = drift(NAMED, other);
    assertThat(drift.verdict()).isEqualTo(Verdict.CHANGE);
    assertThat(drift.wanted())
        .containsExactly(new Change(Field.HOST, "b.example.com", "a.example.com", Cause.INTENT));
  }

  @Test
  void aPortThatIsNoNumberWasNeverApplied() {
    Applied odd =
        Samples.applied(
            ALL.image(), Optional.empty(), Optional.empty(), Optional.of("x"), ALL.bundle());
    Drift drift = drift(NAMED, Sighting.of("1.8.3").applied(Optional.of(odd)));
    assertThat(drift.back().goal().orElseThrow().publication().httpsPort())
        .isEqualTo(OptionalInt.empty());
  }

  @Test
  void aReleaseThatWasWrittenButNeverRanIsPutBackWithoutTouchingData() {
    Sighting written = Sighting.of("1.8.3").image(Optional.of(Samples.imageKey("1.9.0")));
    MachinePlan back = drift(PATCH, written).back();
    assertThat(back.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(back.changes())
        .containsExactly(new Change(Field.RELEASE, "1.9.0", "1.8.3", Cause.DRIFT));
    assertThat(back.steps())
        .containsExactly(
            StepKind.PULL, StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
  }

  @Test
  void aNewerReleaseThatRunsIsDriftAndNotGoneBackFrom() {
    Sighting newer =
        Sighting.of("1.9.0").applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    Drift drift = drift(PATCH, newer);
    assertThat(drift.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(drift.back().judgement().reason())
        .isEqualTo("release 1.8.3 would be a downgrade from 1.9.0");
    assertThat(drift.back().changes())
        .containsExactly(new Change(Field.RELEASE, "1.9.0", "1.8.3", Cause.DRIFT));
    assertThat(drift.back().steps()).isEmpty();
  }

  @Test
  void anOlderReleaseThatRunsIsBroughtBackLikeARelease() {
    Sighting older =
        Sighting.of("1.8.2").applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    assertThat(drift(PATCH, older).back().steps())
        .containsExactly(
            StepKind.PULL,
            StepKind.BACKUP,
            StepKind.SWAP,
            StepKind.MIGRATE,
            StepKind.RESTART,
            StepKind.GATE,
            StepKind.FINISH);
  }

  @Test
  void aStoppedStackIsStartedAndNoMore() {
    Stack stopped =
        new Stack(
            Optional.of("walter-onprem"),
            List.of(new Stack.Service("walter", "exited", Samples.imageKey("1.8.3"), "sha256:1")),
            Optional.of("sha256:1"));
    MachinePlan back = drift(PATCH, Sighting.of("1.8.3").with(stopped)).back();
    assertThat(back.changes())
        .containsExactly(new Change(Field.RUNNING, "walter is exited", "running", Cause.DRIFT));
    assertThat(back.steps()).containsExactly(StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
  }

  @Test
  void aMachineThatWasNeverAppliedCannotHaveDrifted() {
    Stack none = Stack.NONE;
    Drift drift = drift(PATCH, Sighting.of("1.8.3").applied(Optional.empty()).with(none));
    assertThat(drift.verdict()).isEqualTo(Verdict.CHANGE);
    assertThat(drift.back().judgement().reason()).isEqualTo(DriftCorrection.NEVER_APPLIED);
    assertThat(drift.back().goal()).isEmpty();
  }

  @Test
  void aRecordWithoutABundleOrAnImageIsNone() {
    Applied bare =
        Samples.applied(
            ALL.image(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    Applied odd =
        Samples.applied(
            "latest", Optional.empty(), Optional.empty(), Optional.empty(), ALL.bundle());
    assertThat(drift(PATCH, Sighting.of("1.8.3").applied(Optional.of(bare))).back().goal())
        .isEmpty();
    assertThat(drift(PATCH, Sighting.of("1.8.3").applied(Optional.of(odd))).back().goal())
        .isEmpty();
  }

  @Test
  void anInstallThatIsGoneIsNotMadeAnew() {
    Sighting gone = Sighting.of("1.8.3").with(new Install.Absent()).applied(Optional.of(ALL));
    Drift drift = drift(NAMED, gone);
    assertThat(drift.back().judgement())
        .isEqualTo(
            new MachinePlan.Judgement(
                Verdict.BLOCKED,
                "the install is gone, and with it the operator's own keys in .env.deploy",
                "put it back by hand, or: walter-fleet rollback --limit a; for a fresh one:"
                    + " walter-fleet apply --limit a"));
    assertThat(drift.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(drift.files()).isEqualTo(Install.Files.UNRECORDED);
  }

  @Test
  void aMachineWithoutDockerIsBlocked() {
    Sighting bare = Sighting.of("1.8.3").with(new Docker(Optional.empty(), Docker.Compose.NONE));
    assertThat(drift(PATCH, bare).verdict()).isEqualTo(Verdict.BLOCKED);
  }

  @Test
  void aLockedMachineIsBlockedWhateverItIs() {
    Lock lock = new Lock("id", "ana@desk", "r1", "apply", 30, 5);
    Drift applied = drift(PATCH, Sighting.of("1.8.3").lock(lock));
    Drift never = drift(PATCH, Sighting.of("1.8.3").applied(Optional.empty()).lock(lock));
    assertThat(List.of(applied, never))
        .allMatch(one -> one.verdict() == Verdict.BLOCKED)
        .allMatch(one -> one.back().judgement().isLocked());
  }

  @Test
  void whatCouldNotBeSeenIsUnknown() {
    Drift drift = Drift.of(PATCH, Samples.MANIFEST, new Unknown("no route", "mend it"));
    assertThat(drift.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(drift.back())
        .isEqualTo(
            new MachinePlan(
                new MachinePlan.Subject("a", "stores", "10.1.0.7", ""),
                new MachinePlan.Judgement(Verdict.UNKNOWN, "no route", "mend it"),
                List.of(),
                List.of(),
                Optional.empty()));
    assertThat(drift.files()).isEqualTo(Install.Files.UNRECORDED);
  }

  @Test
  void anApplyThatBrokeOffInTheMiddleIsForApplyToEnd() {
    Drift drift = drift(PATCH, Sighting.of("1.8.3").unfinished(ended(StepKind.SWAP, "else")));
    assertThat(drift.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(drift.back().judgement().reason())
        .isEqualTo("run r1 did not end; resumes at swap in an apply");
    assertThat(drift.back().judgement().fix())
        .isEqualTo("to go on with it: walter-fleet apply --limit a");
  }

  @Test
  void anApplyThatBrokeOffBeforeItChangedTheInstallIsNoDrift() {
    Drift drift = drift(PATCH, Sighting.of("1.8.3").unfinished(ended(StepKind.BACKUP, "else")));
    assertThat(drift.back().verdict()).isEqualTo(Verdict.IN_SYNC);
    assertThat(drift.verdict()).isEqualTo(Verdict.CHANGE);
  }

  @Test
  void aStackThatAnApplyStoppedAndLeftIsPutBackAndNobodyElseIsBlamed() {
    Stack running = Sighting.running(Samples.imageKey("1.8.3"));
    Stack down =
        new Stack(
            running.project(),
            running.services().stream()
                .map(one -> new Stack.Service(one.name(), "exited", one.image(), one.imageId()))
                .toList(),
            running.imageId());
    Drift drift =
        drift(PATCH, Sighting.of("1.8.3").with(down).unfinished(ended(StepKind.BACKUP, "else")));
    assertThat(drift.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(drift.back().judgement().reason())
        .isEqualTo("stopped by run r1, which broke off in its backup; apply goes on with it");
  }

  @Test
  void aCorrectionThatBrokeOffGoesOn() {
    Goal goal = drift(PATCH, Sighting.of("1.8.3")).back().goal().orElseThrow();
    Drift drift = drift(PATCH, Sighting.of("1.8.3").unfinished(ended(StepKind.SWAP, goal.id())));
    assertThat(drift.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(drift.back().judgement().reason()).isEqualTo("run r1 did not end; resumes at swap");
    assertThat(drift.back().steps())
        .containsExactly(StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH);
  }

  @Test
  void halfARollbackIsForRollbackToEnd() {
    Sighting half = Sighting.of("1.8.3").halfRollback(new HalfRollback("r1", "20261123T100000Z"));
    assertThat(drift(PATCH, half).verdict()).isEqualTo(Verdict.BLOCKED);
  }

  @Test
  void anOlderBundleGoesBackFromTheMachinesOwnCopy() {
    Sighting edited = older(Set.of(Samples.OLD_SHA256));
    MachinePlan back = drift(PATCH, edited).back();
    assertThat(back.verdict()).isEqualTo(Verdict.DRIFT);
    assertThat(back.goal().orElseThrow().bundle()).isEqualTo(Samples.OLD_SHA256);
    assertThat(back.changes()).extracting(Change::field).containsExactly(Field.FILES);
  }

  @Test
  void anOlderBundleThatIsNowhereAnyMoreBlocks() {
    MachinePlan back = drift(PATCH, older(Set.of(Samples.SHA256))).back();
    assertThat(back.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(back.judgement())
        .isEqualTo(
            new MachinePlan.Judgement(
                Verdict.BLOCKED,
                "the bundle that was last applied is not on the machine any more, and bundle"
                    + " 2026.11.1 is published now",
                "to bring that one: walter-fleet apply --limit a"));
  }

  @Test
  void aMissingOldBundleDoesNotMatterWhereNoFileIsMissing() {
    Sighting old = older(Set.of());
    Sighting stopped =
        old.with(new Install.Files(Optional.of(Samples.OLD_SHA256), List.of(), List.of()))
            .with(Stack.NONE);
    assertThat(drift(PATCH, stopped).verdict()).isEqualTo(Verdict.DRIFT);
  }

  @Test
  void theCorrectionOfAFleetHasItsBatchesAndBudget() {
    Machine b = Samples.machine("b");
    Machine c = Samples.machine("c");
    FleetDrift drift =
        FleetDrift.of(
            Samples.HEADER,
            Samples.fleet(Rollout.DEFAULT, List.of(PATCH, b, c)),
            Samples.MANIFEST,
            Map.of(
                "a", Sighting.of("1.8.2").with(Stack.NONE).seen(),
                "b", Sighting.of("1.8.2").seen()));
    assertThat(drift.correction().acting()).extracting(MachinePlan::name).containsExactly("a");
    assertThat(drift.correction().batches().all())
        .containsExactly(new Batches.Batch(Batches.REST, List.of("a")));
    assertThat(drift.correction().bundle()).isEqualTo(Samples.BUNDLE);
    assertThat(drift.correction().header()).isEqualTo(Samples.HEADER);
    assertThat(drift.correction().budget()).isEqualTo(new Budget(0));
    assertThat(drift.summary())
        .isEqualTo(
            Map.of(
                Verdict.IN_SYNC, 0,
                Verdict.CHANGE, 1,
                Verdict.DRIFT, 1,
                Verdict.BLOCKED, 0,
                Verdict.UNKNOWN, 1));
    assertThat(drift.of("b").orElseThrow().name()).isEqualTo("b");
    assertThat(drift.of("x")).isEmpty();
  }

  @Test
  void someMachinesCanBeLeftForNow() {
    Machine b = Samples.machine("b");
    Fleet fleet = Samples.fleet(Rollout.DEFAULT, List.of(PATCH, b));
    Observation stopped = Sighting.of("1.8.3").with(Stack.NONE).seen();
    FleetDrift drift =
        FleetDrift.of(Samples.HEADER, fleet, Samples.MANIFEST, Map.of("a", stopped, "b", stopped));
    Plan some = drift.correction(fleet, "b"::equals);
    assertThat(some.acting()).extracting(MachinePlan::name).containsExactly("b");
    assertThat(some.batches().all()).containsExactly(new Batches.Batch(Batches.REST, List.of("b")));
    MachinePlan left = some.of("a").orElseThrow();
    assertThat(left.judgement())
        .isEqualTo(new MachinePlan.Judgement(Verdict.BLOCKED, "left alone for now", ""));
    assertThat(left.changes()).extracting(Change::field).containsExactly(Field.RUNNING);
    assertThat(left.steps()).isEmpty();
  }

  @Test
  void anOverviewShowsOfEachMachineWhatItsVerdictSpeaksOf() {
    Machine b = Samples.machine("b");
    FleetDrift drift =
        FleetDrift.of(
            Samples.HEADER,
            Samples.fleet(Rollout.DEFAULT, List.of(PATCH, b)),
            Samples.MANIFEST,
            Map.of(
                "a", Sighting.of("1.8.2").seen(),
                "b", Sighting.of("1.8.2").with(Stack.NONE).seen()));
    Plan overview = drift.overview();
    assertThat(overview.machines())
        .extracting(MachinePlan::verdict)
        .containsExactly(Verdict.CHANGE, Verdict.DRIFT);
    assertThat(overview.machines().get(0).changes())
        .extracting(Change::field)
        .containsExactly(Field.RELEASE);
    assertThat(overview.machines().get(1).changes())
        .extracting(Change::field)
        .containsExactly(Field.RUNNING);
    assertThat(overview.batches()).isEqualTo(drift.correction().batches());
  }

  @Test
  void aDowngradeThatIsAllowedGoesBack() {
    Machine allowed =
        Samples.machine(
            "a",
            "stores",
            Samples.wanting(
                new Target.Patch(),
                Publication.AS_IT_IS,
                new Permissions(false, true, false, false)));
    Sighting newer =
        Sighting.of("1.9.0").applied(Optional.of(Sighting.applied(Samples.imageKey("1.8.3"))));
    assertThat(drift(allowed, newer).back().goal().map(Goal::image))
        .isEqualTo(Optional.of(new ImageRef(Samples.imageKey("1.8.3"))));
    assertThat(drift(allowed, newer).verdict()).isEqualTo(Verdict.DRIFT);
  }

  /** An install of an older bundle with an edited file, and these bundles staged. */
  private static Sighting older(Set<String> staged) {
    Applied applied =
        Samples.applied(
            ALL.image(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Samples.OLD_SHA256));
    return Sighting.of("1.8.3")
        .applied(Optional.of(applied))
        .with(new Install.Files(Optional.of(Samples.OLD_SHA256), List.of("x"), List.of()))
        .with(new Host(10_000_000, staged));
  }

  private static Unfinished ended(StepKind step, String target) {
    return new Unfinished(
        "r1",
        step,
        false,
        target,
        List.of(),
        List.of(StepKind.SWAP, StepKind.RESTART, StepKind.GATE, StepKind.FINISH));
  }

  private static Drift drift(Machine machine, Sighting sighting) {
    return Drift.of(machine, Samples.MANIFEST, sighting.seen());
  }
}
