package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.fleet.Target;
import io.walterfleet.fleet.Wave;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Interrupt.Closure;
import io.walterfleet.rollout.testing.Rig;
import io.walterfleet.rollout.testing.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may not be begun now waits, with the waves after it; what has begun is finished. */
@Tag("unit")
class WindowsTest {
  private final Set<String> closed = ConcurrentHashMap.newKeySet();

  /** Canaries c1 and c2 in a wave, eu1, us1 and eu2 in the next, one machine a batch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none         | FLEET | applied applied applied applied applied | 0
          canary       | FLEET | skipped skipped skipped skipped skipped | 11
          eu           | FLEET | applied applied skipped skipped skipped | 11
          us           | FLEET | applied applied applied applied skipped | 11
          canary,us    | FLEET | skipped skipped skipped skipped skipped | 11
          eu,us        | FLEET | applied applied skipped skipped skipped | 11
          none         | BATCH | applied applied applied applied applied | 0
          canary       | BATCH | skipped skipped skipped skipped skipped | 11
          us           | BATCH | applied applied applied applied skipped | 11
          eu           | BATCH | applied applied skipped skipped skipped | 11
          """)
  void aGroupThatIsClosedHoldsTheWavesAfterItsOwn(
      String groups, Stage stage, String outcomes, int exitCode) throws Exception {
    closed.addAll(groups == null ? List.of() : List.of(groups.split(",")));
    Rig rig = rig(stage, List.of("canary", "eu", "us"));
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).isEqualTo(outcomes);
    assertThat(result.exitCode().number()).isEqualTo(exitCode);
    if (closed.equals(Set.of("eu"))) {
      assertThat(result.machines())
          .extracting(MachineResult::reason)
          .endsWith("closed", "closed", "wave 'eu' waits, and this one comes after it");
    }
    for (MachineResult machine : result.machines()) {
      if (machine.outcome() == Outcome.SKIPPED) {
        assertThat(rig.network.acts()).noneMatch(act -> act.startsWith(machine.machine() + " "));
        assertThat(machine.reason()).isNotEmpty();
      }
    }
    closed.clear();
    assertThat(outcomes(rig.planAndApply())).doesNotContain("skipped");
  }

  /** In the wave of all that no wave names, groups of other time zones do not hold each other. */
  @ParameterizedTest
  @CsvSource({"eu, skipped skipped applied", "us, applied applied skipped"})
  void theOthersOfAWaveGoOn(String group, String outcomes) throws Exception {
    closed.add(group);
    Rig rig = rig(Stage.FLEET, List.of("canary"));
    assertThat(outcomes(rig.planAndApply())).isEqualTo("applied applied " + outcomes);
  }

  @Test
  void whatHasBegunIsFinishedAndNothingBeginsOnceItCloses() throws Exception {
    Rig rig = rig(Stage.FLEET, List.of("canary", "eu", "us"));
    rig.listen(
        event -> {
          if (event instanceof StepFinished step
              && step.machine().equals("c1")
              && step.step().equals("swap")) {
            closed.addAll(List.of("canary", "eu", "us"));
          }
        });
    RunResult result = rig.planAndApply();
    assertThat(outcomes(result)).isEqualTo("applied skipped skipped skipped skipped");
    assertThat(result.ending()).isEqualTo(RunResult.Ending.CLOSED);
    closed.clear();
    rig.listen(event -> {});
    assertThat(rig.planAndApply().exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatOpensMeanwhileWasNotPreparedAndWaits() throws Exception {
    closed.add("us");
    Rig rig = rig(Stage.FLEET, List.of("canary", "us", "eu"));
    rig.listen(
        event -> {
          if (event instanceof Event.BatchFinished) {
            closed.clear();
          }
        });
    assertThat(outcomes(rig.planAndApply())).isEqualTo("applied applied skipped skipped skipped");
    rig.listen(event -> {});
    assertThat(rig.planAndApply().exitCode()).isEqualTo(ExitCode.OK);
  }

  private Rig rig(Stage stage, List<String> waves) {
    List<Machine> machines = new ArrayList<>();
    machines.add(machine("c1", "canary"));
    machines.add(machine("c2", "canary"));
    machines.add(machine("eu1", "eu"));
    machines.add(machine("eu2", "eu"));
    machines.add(machine("us1", "us"));
    Rollout plain =
        Rollouts.with(stage, new CountOrPercent.Count(0), OnFailure.LEAVE, Duration.ZERO, 1);
    Rollout rollout =
        new Rollout(Wave.plain(waves), plain.batch(), plain.pause(), plain.failure(), plain.gate());
    Rig rig = new Rig(rollout, machines, 5);
    rig.entrance = this::closure;
    machines.forEach(one -> rig.machine(one.name()).installed(Samples.image("1.8.2")));
    return rig;
  }

  private static Machine machine(String name, String group) {
    return Samples.machine(name, group, Samples.wanting(new Target.Patch()));
  }

  private Optional<Closure> closure(String group) {
    return closed.contains(group) ? Optional.of(new Closure("closed", "")) : Optional.empty();
  }

  private static String outcomes(RunResult result) {
    return result.machines().stream()
        .map(one -> one.outcome().word())
        .collect(Collectors.joining(" "));
  }
}
