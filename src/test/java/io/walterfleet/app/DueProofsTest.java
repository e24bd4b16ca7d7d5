package io.walterfleet.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Operations;
import io.walterfleet.fleet.ProofScope;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.RunResult.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class DueProofsTest {
  private static final Plan PLAN =
      SamplePlans.of(
          Stream.concat(
                  Stream.of(SamplePlans.drifted("keys-0")),
                  Stream.of("failed-1", "store-2", "store-3").map(SamplePlans::upgrade))
              .toList());

  private static List<String> due(ProofScope scope, Ending ending) {
    Fleet known =
        Samples.fleet(
            Rollout.DEFAULT,
            Stream.of("keys-0", "failed-1", "store-2", "store-3").map(Samples::machine).toList());
    Fleet fleet =
        new Fleet(
            known.origin(),
            known.machines(),
            known.rollout(),
            known.productLayout(),
            new Operations(
                5,
                Maintenance.ANY_TIME,
                List.of(),
                Hooks.NONE,
                Optional.empty(),
                Optional.empty(),
                scope));
    List<MachineResult> results =
        PLAN.machines().stream()
            .map(
                one ->
                    new MachineResult(
                        one.name(),
                        one.name().equals("failed-1") ? Outcome.FAILED : Outcome.APPLIED,
                        "",
                        ""))
            .toList();
    RunResult result = new RunResult("r", PLAN, results, ending, Duration.ofSeconds(1));
    return DueProofs.of(result, fleet).stream().map(Machine::name).toList();
  }

  @Test
  void whoseVolumesWereCopiedAndWhoWasChangedIsDue() {
    assertThat(due(ProofScope.ALL, Ending.COMPLETE)).containsExactly("store-2", "store-3");
    assertThat(due(ProofScope.ONE, Ending.BUDGET)).containsExactly("store-2");
  }

  @Test
  void nobodyIsDueWhereNoneIsWantedOrSomebodyWantsToLeave() {
    assertThat(due(ProofScope.NEVER, Ending.COMPLETE)).isEmpty();
    assertThat(due(ProofScope.ALL, Ending.INTERRUPTED)).isEmpty();
  }
}
