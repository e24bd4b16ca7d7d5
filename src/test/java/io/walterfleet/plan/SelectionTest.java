package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** a has to change and c is in sync; b is as c, and its Walter does not answer. */
@Tag("unit")
class SelectionTest {
  private static final Conditions HEALTH =
      new Conditions(
          Map.of(
              "a",
              Condition.READY,
              "b",
              Condition.notReady("it answers 502"),
              "c",
              Condition.READY));

  @Test
  void aMachineIsShownForItsVerdictOrForItsHealth() {
    Plan plan = plan();
    assertThat(shown(Set.of(Verdict.CHANGE), false, plan)).containsExactly("a");
    assertThat(shown(Set.of(), true, plan)).containsExactly("b");
    assertThat(shown(Set.of(Verdict.CHANGE), true, plan)).containsExactly("a", "b");
    assertThat(shown(Set.of(), false, plan)).isEmpty();
  }

  @Test
  void aBatchOfNobodyWhoIsShownIsLeftOut() {
    Plan plan = plan();
    assertThat(plan.batches().all()).isNotEmpty();
    Selection sick = new Selection(Set.of(), true);
    assertThat(sick.of(plan, HEALTH).batches().all()).isEmpty();
    Selection changed = new Selection(Set.of(Verdict.CHANGE), false);
    assertThat(changed.of(plan, HEALTH).batches().all()).isEqualTo(plan.batches().all());
    assertThat(Selection.only(HEALTH, changed.of(plan, HEALTH)).byMachine()).containsOnlyKeys("a");
  }

  private static List<String> shown(Set<Verdict> verdicts, boolean unhealthy, Plan plan) {
    Plan part = new Selection(verdicts, unhealthy).of(plan, HEALTH);
    return part.machines().stream().map(MachinePlan::name).toList();
  }

  private static Plan plan() {
    Rollout rollout =
        new Rollout(
            List.of(),
            List.of(new CountOrPercent.Count(1)),
            Duration.ZERO,
            new Rollout.Failure(
                Rollout.Stage.FLEET, 8, new CountOrPercent.Count(0), Rollout.OnFailure.LEAVE),
            Gate.DEFAULT);
    Fleet fleet = Samples.fleet(rollout, List.of(machine("a"), machine("b"), machine("c")));
    Observation old = Sighting.of("1.8.2").seen();
    Observation done = Sighting.of("1.8.3").seen();
    return Planner.plan(
        Samples.HEADER, fleet, Samples.MANIFEST, Map.of("a", old, "b", done, "c", done));
  }
}
