package io.walterfleet.plan;

import static io.walterfleet.plan.testing.Samples.MANIFEST;
import static io.walterfleet.plan.testing.Samples.machine;
import static io.walterfleet.plan.testing.Samples.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class PlannerTest {
  private static final Rollout CAREFUL =
      new Rollout(
          Wave.plain(List.of("canary", "stores")),
          List.of(new CountOrPercent.Count(1), new CountOrPercent.Percent(50)),
          Duration.ofSeconds(30),
          new Rollout.Failure(
              Rollout.Stage.FLEET, 8, new CountOrPercent.Percent(30), Rollout.OnFailure.ROLLBACK),
          Gate.DEFAULT);

  @Test
  void aPlanDecidesForEachMachineAndOrdersThoseThatAct() {
    Fleet fleet =
        Samples.fleet(
            CAREFUL,
            List.of(
                machine("store-1"),
                machine("store-2"),
                machine("store-3"),
                machine("store-4"),
                machine("edge-1", "canary", wanting(new Target.Stable())),
                machine("lost-1")));
    Map<String, Observation> seen = new HashMap<>();
    seen.put("store-1", Sighting.of("1.8.2").seen());
    seen.put("store-2", Sighting.of("1.8.3").seen());
    seen.put("store-3", Sighting.of("1.8.3").with(Stack.NONE).seen());
    seen.put("store-4", Sighting.ofNothing().seen());
    seen.put("edge-1", Sighting.of("1.7.9").seen());

    Plan plan = Planner.plan(Samples.HEADER, fleet, MANIFEST, seen);

    assertThat(plan.header()).isEqualTo(Samples.HEADER);
    assertThat(plan.bundle()).isEqualTo(Samples.BUNDLE);
    assertThat(plan.machines())
        .isEqualTo(
            fleet.machines().stream()
                .map(
                    one ->
                        Decision.of(
                            one,
                            MANIFEST,
                            seen.getOrDefault(
                                one.name(), new Observation.Unknown("it was not observed", ""))))
                .toList());
    assertThat(plan.summary())
        .isEqualTo(
            Map.of(
                Verdict.IN_SYNC, 1,
                Verdict.CHANGE, 2,
                Verdict.DRIFT, 1,
                Verdict.BLOCKED, 1,
                Verdict.UNKNOWN, 1));
    assertThat(plan.acting().stream().map(MachinePlan::name))
        .containsExactly("store-1", "store-3", "edge-1");
    assertThat(plan.batches().all())
        .containsExactly(
            new Batch("canary", List.of("edge-1")),
            new Batch("stores", List.of("store-1")),
            new Batch("stores", List.of("store-3")));
    // 30 % of the plan's six machines, of which three act
    assertThat(plan.budget()).isEqualTo(new Budget(1));
  }

  @Test
  void aPlanFindsItsMachinesByName() {
    Fleet fleet = Samples.fleet(CAREFUL, List.of(machine("store-1"), machine("store-2")));
    Plan plan = Planner.plan(Samples.HEADER, fleet, MANIFEST, Map.of());
    assertThat(plan.of("store-2")).contains(plan.machines().get(1));
    assertThat(plan.of("store-9")).isEmpty();
  }

  @Test
  void aSummaryCountsEveryVerdict() {
    Plan plan = Planner.plan(Samples.HEADER, Samples.fleet(CAREFUL, List.of()), MANIFEST, Map.of());
    assertThat(plan.summary())
        .isEqualTo(
            Map.of(
                Verdict.IN_SYNC, 0,
                Verdict.CHANGE, 0,
                Verdict.DRIFT, 0,
                Verdict.BLOCKED, 0,
                Verdict.UNKNOWN, 0));
  }

  @Test
  void aGoalIsOneLineThatTellsItFromAnyOther() {
    Goal kept = goal(Publication.AS_IT_IS);
    Goal named = goal(Samples.publication(Mode.INTERNAL_TLS, "b.example.com", 8443));
    assertThat(kept.id()).isEqualTo("ghcr.io/matchylabs/walter:1.8.3 ab - - -");
    assertThat(named.id())
        .isEqualTo("ghcr.io/matchylabs/walter:1.8.3 ab internal-tls b.example.com 8443");
    assertThat(
            Stream.of(
                    kept,
                    named,
                    goal(Samples.publication(Optional.of(Mode.PUBLIC_TLS), none(), noPort())),
                    goal(Samples.publication(Optional.empty(), Optional.of("b"), noPort())),
                    goal(Samples.publication(Optional.empty(), none(), OptionalInt.of(443))))
                .map(Goal::id))
        .doesNotHaveDuplicates();
  }

  @Test
  void theWordsOfAPlanAreReadBack() {
    assertThat(Stream.of(Verdict.values()).map(Verdict::word))
        .containsExactly("in-sync", "change", "drift", "blocked", "unknown");
    assertThat(Stream.of(Verdict.values()).map(Verdict::word).map(Verdict::of))
        .containsExactlyElementsOf(Stream.of(Verdict.values()).map(Optional::of).toList());
    assertThat(Stream.of(StepKind.values()).map(StepKind::word))
        .containsExactly("stage", "pull", "backup", "swap", "migrate", "restart", "gate", "finish");
    assertThat(Stream.of(StepKind.values()).map(StepKind::word).map(StepKind::of))
        .containsExactlyElementsOf(Stream.of(StepKind.values()).map(Optional::of).toList());
    assertThat(Stream.of(Change.Field.values()).map(Change.Field::word))
        .containsExactly(
            "release", "image", "mode", "host", "httpsPort", "bundle", "files", "running");
    assertThat(Stream.of(Change.Field.values()).map(Change.Field::word).map(Change.Field::of))
        .containsExactlyElementsOf(Stream.of(Change.Field.values()).map(Optional::of).toList());
    assertThat(Verdict.of("CHANGE")).isEmpty();
    assertThat(StepKind.of("SWAP")).isEmpty();
    assertThat(Change.Field.of("")).isEmpty();
  }

  @Test
  void aPlanDoesNotFollowTheListsThatItWasMadeOf() {
    List<Batch> batches = new ArrayList<>(List.of(new Batch("w", List.of("a"))));
    List<String> names = new ArrayList<>(List.of("a"));
    Batches copied = new Batches(batches);
    Batch batch = new Batch("w", names);
    batches.clear();
    names.clear();
    assertThat(copied.all()).hasSize(1);
    assertThat(batch.machines()).containsExactly("a");
  }

  private static Goal goal(Publication publication) {
    return new Goal(
        Samples.image("1.8.3"), Optional.empty(), "ab", publication, BackupKind.VOLUMES);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static OptionalInt noPort() {
    return OptionalInt.empty();
  }
}
