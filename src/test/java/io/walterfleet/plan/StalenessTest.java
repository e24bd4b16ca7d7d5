package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.BUNDLE;
import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class StalenessTest {
  private static final Sighting BEFORE = Sighting.of("1.8.2");
  private static final MachinePlan PLAN =
      Decision.of(Samples.machine("store-1"), MANIFEST, BEFORE.seen());

  @Test
  void aMachineThatDidNotMoveIsTheSame() {
    assertThat(staleness(BEFORE)).isEqualTo(new Staleness.Same());
  }

  @Test
  void aMachineThatBecameWhatIsWantedIsAtItsTarget() {
    assertThat(staleness(Sighting.of("1.8.3"))).isEqualTo(new Staleness.AtTarget());
  }

  @Test
  void aMachineThatBecameSomethingElseIsStale() {
    assertThat(staleness(BEFORE.host("b.example.com")))
        .isEqualTo(
            new Staleness.Stale(
                "'host' was 'a.example.com' when the plan was made, and is 'b.example.com'"
                    + " now"));
    assertThat(staleness(BEFORE.with(new Install.Absent())))
        .isEqualTo(
            new Staleness.Stale(
                "what stands at the install directory is not what it was when the plan was made"));
  }

  @Test
  void aMachineThatARunTowardsTheSameGoalBeganIsGoneOnWith() {
    assertThat(staleness(Sighting.of("1.8.3").unfinished(record("r2"))))
        .isEqualTo(new Staleness.Begun());
    assertThat(staleness(BEFORE.unfinished(record("r2")))).isEqualTo(new Staleness.Begun());
  }

  @Test
  void aMachineAtItsTargetInTheMiddleOfARunElsewhereIsStale() {
    assertThat(staleness(Sighting.of("1.8.3").unfinished(elsewhere())))
        .isEqualTo(
            new Staleness.Stale(
                "'image' was 'ghcr.io/matchylabs/walter:1.8.2' when the plan was made, and is"
                    + " 'ghcr.io/matchylabs/walter:1.8.3' now"));
  }

  @Test
  void aMachineThatThisRunMovedIsTheSame() {
    assertThat(staleness(Sighting.of("1.8.3").unfinished(record("r1"))))
        .isEqualTo(new Staleness.Same());
  }

  @Test
  void aPlanWithoutAGoalIsNeverAtItsTarget() {
    MachinePlan unknown =
        Decision.of(Samples.machine("store-1"), MANIFEST, new Observation.Unknown("away", ""));
    assertThat(Staleness.of(unknown, BUNDLE, Sighting.of("1.8.3").seen(), "r1"))
        .isEqualTo(new Staleness.Stale("it was not read when the plan was made"));
  }

  @Test
  void whatMovedIsToldFromAndTo() {
    assertThat(reason(BEFORE.httpsPort("8443")))
        .isEqualTo("'httpsPort' was not set when the plan was made, and is '8443' now");
    assertThat(reason(BEFORE.unfinished(elsewhere())))
        .isEqualTo("another run began or ended since the plan was made");
  }

  @Test
  void aPlanWhoseValuesAreNotThoseOfItsFingerprintIsNotBelieved() {
    Subject lying =
        new Subject(
            "store-1",
            "stores",
            "10.0.0.1",
            PLAN.subject().fingerprint(),
            Map.of("host", "evil.example.com"));
    assertThat(new Moved(lying, "host", BEFORE.host("b.example.com").seen()).sentence())
        .isEqualTo("'host' moved since the plan was made, and is 'b.example.com' now");
  }

  @Test
  void eachFieldHasASentenceOfItsOwn() {
    List<String> sentences =
        Stream.of("install", "bundle", "files", "env", "applied", "unfinished", "")
            .map(field -> new Moved(PLAN.subject(), field, BEFORE.seen()).sentence())
            .toList();
    assertThat(sentences).doesNotHaveDuplicates().allMatch(one -> one.endsWith("plan was made"));
  }

  private static String reason(Sighting now) {
    return ((Staleness.Stale) staleness(now)).reason();
  }

  private static Staleness staleness(Sighting now) {
    return Staleness.of(PLAN, BUNDLE, now.seen(), "r1");
  }

  private static Unfinished record(String run) {
    return new Unfinished(
        run,
        StepKind.RESTART,
        true,
        PLAN.goal().map(Goal::id).orElseThrow(),
        List.of(),
        PLAN.steps());
  }

  /** A run that wanted something else. */
  private static Unfinished elsewhere() {
    return new Unfinished(
        "r2", StepKind.RESTART, true, "walter:1 - - - -", List.of(), PLAN.steps());
  }

  @Test
  void nothingIsLeftAtTheGoal() {
    Goal goal = PLAN.goal().orElseThrow();
    assertThat(Delta.of(Sighting.of("1.8.3").seen(), goal, BUNDLE))
        .isEqualTo(new Delta(List.of(), List.of()));
    assertThat(Delta.of(Sighting.of("1.8.3").seen(), goal, BUNDLE).isEmpty()).isTrue();
    assertThat(Delta.of(BEFORE.seen(), goal, BUNDLE).isEmpty()).isFalse();
  }

  @Test
  void whatARunLostSightOfIsFoundOnTheMachine() {
    Goal goal = PLAN.goal().orElseThrow();
    Sighting swapped =
        Sighting.of("1.8.3")
            .with(Stack.NONE)
            .unfinished(
                new Unfinished(
                    "r1",
                    StepKind.MIGRATE,
                    false,
                    goal.id(),
                    List.of(StepKind.BACKUP, StepKind.SWAP),
                    PLAN.steps()));
    assertThat(Delta.of(swapped.seen(), goal, BUNDLE))
        .isEqualTo(
            new Delta(
                List.of(
                    new Change(
                        Change.Field.RUNNING, "no container", "running", Change.Cause.INTENT)),
                List.of(
                    StepKind.PULL,
                    StepKind.MIGRATE,
                    StepKind.RESTART,
                    StepKind.GATE,
                    StepKind.FINISH)));
    assertThat(Optional.of(PLAN.steps()))
        .contains(
            List.of(
                StepKind.PULL,
                StepKind.BACKUP,
                StepKind.SWAP,
                StepKind.MIGRATE,
                StepKind.RESTART,
                StepKind.GATE,
                StepKind.FINISH));
  }
}
