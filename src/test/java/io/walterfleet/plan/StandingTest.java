package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.BUNDLE;
import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How far a machine of a plan has come. */
@Tag("unit")
class StandingTest {
  private static final Sighting BEFORE = Sighting.of("1.8.2");
  private static final Sighting AFTER = Sighting.of("1.8.3");
  private static final Duration AGE = Duration.ofHours(5);
  private static final MachinePlan PLAN =
      Decision.of(Samples.machine("store-1"), MANIFEST, BEFORE.seen());

  @Test
  void aMachineThatDidNotMoveIsLeft() {
    assertThat(standing(BEFORE)).isEqualTo(Standing.LEFT);
    assertThat(standing(BEFORE).isDone()).isFalse();
  }

  @Test
  void aMachineThatIsAsPlannedIsDoneSinceItsRecordSays() {
    assertThat(standing(AFTER)).isEqualTo(new Standing(Standing.State.DONE, Optional.empty()));
    Sighting dated = AFTER.with(AFTER.seen().machineState().applied(AGE));
    assertThat(standing(dated)).isEqualTo(new Standing(Standing.State.DONE, Optional.of(AGE)));
    assertThat(standing(dated).isDone()).isTrue();
  }

  @Test
  void aMachineThatBecameSomethingElseIsLeft() {
    assertThat(standing(Sighting.of("1.7.9"))).isEqualTo(Standing.LEFT);
    assertThat(standing(AFTER.with(new Install.Absent()))).isEqualTo(Standing.LEFT);
  }

  @Test
  void aMachineThatWasBroughtThereAndIsDownIsDone() {
    Stack down = new Stack(Optional.of("walter-onprem"), List.of(), Optional.of("sha256:1"));
    assertThat(standing(AFTER.with(down)).isDone()).isTrue();
  }

  @Test
  void aMachineThatWasDownBeforeAndStillIsWasNotBroughtThere() {
    Stack down = new Stack(Optional.of("walter-onprem"), List.of(), Optional.of("sha256:1"));
    Sighting sighting = AFTER.with(down);
    MachinePlan start = Decision.of(Samples.machine("store-1"), MANIFEST, sighting.seen());
    assertThat(start.verdict().acts()).isTrue();
    assertThat(Standing.of(start, BUNDLE, sighting.seen())).isEqualTo(Standing.LEFT);
  }

  @Test
  void aRunTowardsTheSameGoalThatDidNotEndHasBegunItAndAnotherHasNot() {
    assertThat(standing(BEFORE.unfinished(record(PLAN.goal().map(Goal::id).orElseThrow()))))
        .isEqualTo(new Standing(Standing.State.BEGUN, Optional.empty()));
    assertThat(standing(BEFORE.unfinished(record("another goal")))).isEqualTo(Standing.LEFT);
  }

  @Test
  void whatWasNotReadOrHasNoGoalIsLeft() {
    Observation away = new Observation.Unknown("away", "");
    assertThat(Standing.of(PLAN, BUNDLE, away)).isEqualTo(Standing.LEFT);
    MachinePlan aimless = Decision.of(Samples.machine("store-1"), MANIFEST, away);
    assertThat(Standing.of(aimless, BUNDLE, AFTER.seen())).isEqualTo(Standing.LEFT);
  }

  private static Standing standing(Sighting now) {
    return Standing.of(PLAN, BUNDLE, now.seen());
  }

  private static Unfinished record(String goal) {
    return new Unfinished("r1", StepKind.RESTART, true, goal, List.of(), PLAN.steps());
  }
}
