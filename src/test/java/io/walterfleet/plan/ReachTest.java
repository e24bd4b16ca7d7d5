package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Shard;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.Standing.State;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.plan.testing.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a run may go, on a clock that stands still. */
@Tag("unit")
class ReachTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /**
   * Machines c… are in the group canary, e… in eu, and others in none that a wave names. Of each:
   * how long it has been as planned, or {@code left}, {@code begun}, {@code old} (done, and nobody
   * wrote down when); one with a {@code ~} was in sync when the plan was made.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          canary, eu                | c1=left e1=left r1=left       | -         | canary eu remaining | -
          canary, eu                | c1=left e1=left r1=left       | canary    | canary              | THROUGH canary, next remaining
          canary, eu                | c1=left e1=left r1=left       | eu        | canary eu           | THROUGH eu, next remaining
          canary, eu                | c1=left e1=left r1=left       | remaining | canary eu remaining | -
          canary, eu                | c1=0h e1=0h r1=0h             | canary    | canary eu remaining | -
          canary hold, eu           | c1=left e1=left r1=left       | -         | canary              | HOLD canary, next remaining
          canary hold, eu           | c1=1h e1=left r1=left         | -         | canary              | HOLD canary, next remaining
          canary hold, eu           | c1=1h c2=left e1=left         | -         | canary              | HOLD canary, next eu
          canary hold, eu           | c1=1h e1=left r1=left         | canary    | canary              | THROUGH canary, next remaining
          canary hold, eu           | c1=1h e1=left r1=left         | eu        | canary eu           | THROUGH eu, next remaining
          canary hold, eu           | c1=1h e1=left r1=left         | remaining | canary eu remaining | -
          canary hold, eu           | c1=left e1=left r1=left       | eu        | canary eu           | THROUGH eu, next remaining
          canary hold, eu           | c1=1h e1=1h r1=1h             | -         | canary eu remaining | -
          canary hold, eu           | c1=left                       | -         | canary eu           | -
          canary hold, eu           | e1=left r1=left               | -         | canary eu remaining | -
          canary hold, eu hold      | c1=1h e1=left r1=left         | -         | canary              | HOLD canary, next eu
          canary hold, eu hold      | c1=1h e1=left r1=left         | eu        | canary eu           | THROUGH eu, next remaining
          canary hold, eu hold      | c1=1h e1=1h r1=left           | remaining | canary eu remaining | -
          canary hold, eu hold      | c1=1h e1=begun r1=left        | -         | canary              | HOLD canary, next eu
          canary 24h, eu            | c1=left e1=left               | -         | canary              | SOAK canary, next eu
          canary 24h, eu            | c1=0h e1=left                 | -         | canary              | SOAK canary, next eu, until 2026-11-24T12:00:00Z
          canary 24h, eu            | c1=23h e1=left                | -         | canary              | SOAK canary, next eu, until 2026-11-23T13:00:00Z
          canary 24h, eu            | c1=24h e1=left                | -         | canary eu           | -
          canary 24h, eu            | c1=99h c2=1h e1=left          | -         | canary              | SOAK canary, next eu, until 2026-11-24T11:00:00Z
          canary 24h, eu            | c1=99h c2=left e1=left        | -         | canary              | SOAK canary, next eu
          canary 24h, eu            | c1=99h c2=begun e1=left       | -         | canary              | SOAK canary, next eu
          canary 24h, eu            | c1=old c2=25h e1=left         | -         | canary eu           | -
          canary 24h, eu            | c1=23h e1=left                | eu        | canary              | SOAK canary, next eu, until 2026-11-23T13:00:00Z
          canary hold 24h, eu       | c1=23h e1=left                | -         | canary              | SOAK canary, next eu, until 2026-11-23T13:00:00Z
          canary hold 24h, eu       | c1=24h e1=left                | -         | canary              | HOLD canary, next eu
          canary hold 24h, eu       | c1=24h e1=left                | eu        | canary eu           | -
          canary, eu 24h            | c1=left e1=25h r1=left        | -         | canary eu remaining | -
          canary, eu 24h            | c1=left e1=left r1=left       | -         | canary eu           | SOAK eu, next remaining
          canary 24h, eu 24h        | c1=25h e1=1h r1=left          | -         | canary eu           | SOAK eu, next remaining, until 2026-11-24T11:00:00Z
          canary 24h, eu 24h        | c1=25h e1=left r1=left        | -         | canary eu           | SOAK eu, next remaining
          canary hold, eu           | c1~1h e1=left                 | -         | canary              | HOLD canary, next eu
          canary hold, eu           | c1~1h e1=left                 | eu        | canary eu           | -
          canary 24h, eu            | c1~1h e1=left                 | -         | canary              | SOAK canary, next eu, until 2026-11-24T11:00:00Z
          canary 24h, eu            | c1~25h e1=left                | -         | canary eu           | -
          canary hold, eu           | c1~left e1=left               | eu        | canary              | UNFINISHED canary, next eu, c1
          """)
  void aWaveWaitsForTheOnesBeforeIt(
      String waves, String machines, String through, String open, String halt) throws Exception {
    Scene scene = new Scene(waves, machines);
    Part all = Part.of(scene.plan());
    Part part = Part.of(scene.plan(), all.machines(), Optional.ofNullable(through));
    Reach reach = Reach.of(part, scene::look, NOW);
    assertThat(reach.halt().map(ReachTest::text).orElse(null)).isEqualTo(halt);
    assertThat(new TreeSet<>(reach.waves())).isEqualTo(new TreeSet<>(List.of(open.split(" "))));
  }

  /** In a slice; its machines are the first of each wave. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          canary, eu      | c1=left c2=left e1=left e2=left | -  | canary    | UNFINISHED canary, next eu, c2
          canary, eu      | c1=left c2=1h e1=left e2=left   | -  | canary eu | -
          canary, eu      | c1=1h c2=begun e1=left e2=left  | -  | canary    | UNFINISHED canary, next eu, c2
          canary hold, eu | c1=1h c2=1h e1=left e2=left     | -  | canary    | HOLD canary, next eu
          canary hold, eu | c1=1h c2=1h e1=left e2=left     | eu | canary eu | -
          canary hold, eu | c1=1h c2=left e1=left e2=left   | eu | canary    | UNFINISHED canary, next eu, c2
          canary, eu      | c1=1h c2=1h e1=1h e2=left       | -  | canary eu | -
          """)
  void aSliceWaitsForTheOthers(
      String waves, String machines, String through, String open, String halt) throws Exception {
    Scene scene = new Scene(waves, machines);
    Part part = Part.of(scene.plan(), new Shard(0, 2), Optional.ofNullable(through));
    Reach reach = Reach.of(part, scene::look, NOW);
    assertThat(reach.halt().map(ReachTest::text).orElse(null)).isEqualTo(halt);
    assertThat(new TreeSet<>(reach.waves())).isEqualTo(new TreeSet<>(List.of(open.split(" "))));
  }

  @Test
  void slicesHaveEachMachineOnceAndTheirBudgetsAreNoMoreThanTheWhole() {
    String machines =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(i -> (i < 5 ? "c" : i < 30 ? "e" : "r") + i + (i % 7 == 0 ? "~1h" : "=left"))
            .collect(Collectors.joining(" "));
    Plan plan = new Scene("canary, eu", machines).plan();
    for (int count = 1; count <= 12; count++) {
      List<String> all = new ArrayList<>();
      int borne = 0;
      for (int index = 0; index < count; index++) {
        Plan slice = Part.of(plan, new Shard(index, count), Optional.empty()).plan();
        slice.machines().forEach(machine -> all.add(machine.name()));
        borne += slice.budget().maxFailed();
      }
      assertThat(all)
          .containsExactlyInAnyOrderElementsOf(
              plan.machines().stream().map(MachinePlan::name).toList());
      assertThat(borne).isLessThanOrEqualTo(plan.budget().maxFailed());
    }
  }

  private static String text(Reach.Halt halt) {
    return halt.kind()
        + " "
        + halt.after()
        + ", next "
        + halt.next()
        + halt.until().map(at -> ", until " + at).orElse("")
        + (halt.machines().isEmpty() ? "" : ", " + String.join(" ", halt.machines()));
  }

  /** A plan, and how far its machines have come. */
  private static final class Scene {
    private final Map<String, Standing> standings = new LinkedHashMap<>();
    private final Plan plan;

    Scene(String waves, String machines) {
      List<Machine> all = new ArrayList<>();
      Map<String, Observation> seen = new LinkedHashMap<>();
      for (String word : machines.split(" ", -1)) {
        String name = word.split("[=~]", -1)[0];
        String group = name.startsWith("c") ? "canary" : name.startsWith("e") ? "eu" : "elsewhere";
        all.add(Samples.machine(name, group, Samples.wanting(new Target.Patch())));
        seen.put(name, Sighting.of(word.contains("~") ? "1.8.3" : "1.8.2").seen());
        standings.put(name, standing(word.split("[=~]", -1)[1]));
      }
      Rollout rollout =
          new Rollout(
              List.of(waves.split(", ", -1)).stream().map(Scene::wave).toList(),
              List.of(new CountOrPercent.Count(1)),
              Duration.ZERO,
              new Rollout.Failure(
                  Rollout.Stage.FLEET, 8, new CountOrPercent.Count(6), Rollout.OnFailure.LEAVE),
              Gate.DEFAULT);
      plan = Planner.plan(Samples.HEADER, Samples.fleet(rollout, all), Samples.MANIFEST, seen);
    }

    Plan plan() {
      return plan;
    }

    Map<String, Standing> look(List<MachinePlan> machines) {
      Set<String> names = new LinkedHashSet<>();
      machines.forEach(machine -> names.add(machine.name()));
      Map<String, Standing> some = new LinkedHashMap<>(standings);
      some.keySet().retainAll(names);
      return some;
    }

    private static Standing standing(String word) {
      return switch (word) {
        case "left" -> Standing.LEFT;
        case "begun" -> new Standing(State.BEGUN, Optional.empty());
        case "old" -> new Standing(State.DONE, Optional.empty());
        default -> new Standing(State.DONE, Optional.of(Duration.parse("PT" + word)));
      };
    }

    private static Wave wave(String text) {
      String[] words = text.split(" ", -1);
      Duration soak =
          text.endsWith("4h") ? Duration.parse("PT" + words[words.length - 1]) : Duration.ZERO;
      return new Wave(words[0], text.contains("hold"), soak);
    }
  }
}
