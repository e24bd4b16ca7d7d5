package io.walterfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Mode;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.testing.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class MachineStateTest {
  private static final Goal WANTED = goal("1.8.3");

  @Test
  void whatWasPutBackOrDidNotEndHasFailedForWhoeverWantsTheSame() {
    assertThat(MachineState.NONE.hasFailed(WANTED)).isFalse();
    assertThat(MachineState.NONE.undone(WANTED.id()).hasFailed(WANTED)).isTrue();
    assertThat(MachineState.NONE.undone(WANTED.id()).hasFailed(goal("1.8.4"))).isFalse();
    assertThat(unfinished(WANTED).hasFailed(WANTED)).isTrue();
    assertThat(unfinished(goal("1.8.4")).hasFailed(WANTED)).isFalse();
  }

  private static MachineState unfinished(Goal goal) {
    return new MachineState(
        Optional.empty(),
        Optional.of(
            new Unfinished(
                "r", StepKind.SWAP, false, goal.id(), List.of(), List.of(StepKind.SWAP))),
        Optional.empty(),
        List.of());
  }

  private static Goal goal(String release) {
    return new Goal(
        Samples.image(release),
        Optional.empty(),
        Samples.SHA256,
        Samples.publication(Mode.INTERNAL_TLS, "a.example.com", 443),
        BackupKind.NONE);
  }
}
