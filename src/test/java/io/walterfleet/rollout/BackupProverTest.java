package io.walterfleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Target;
import io.walterfleet.format.EventJson;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.testing.FakeFleet;
import io.walterfleet.rollout.testing.FakeGatekeeper;
import io.walterfleet.rollout.testing.FakeTime;
import io.walterfleet.rollout.testing.FakeWork;
import io.walterfleet.rollout.testing.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run that proves backups tells of its machines. */
@Tag("unit")
class BackupProverTest {
  @Test
  void aMachineWhoseBackupIsWholeIsCalledProvedAndNotApplied() throws Exception {
    FakeTime time = new FakeTime();
    FakeFleet network = new FakeFleet(time);
    network.machine("spoilt").strike("prove", new Fault.Fails("the archive is cut off"));
    List<Event> told = new ArrayList<>();
    Ports ports =
        new Ports(
            new FakeWork("token"),
            new FakeGatekeeper(),
            new Ports.Time(time, time),
            HookRunner.NONE,
            CheckRunner.PASSING);
    try (ConnectionPool connections = new ConnectionPool(network, time)) {
      BackupProver prover =
          new BackupProver(ports, connections, FakeWork.lockRequest("r1"), told::add);
      assertThat(prover.prove(List.of(machine("whole"), machine("spoilt")), 1))
          .containsExactly(
              new MachineResult("whole", Outcome.PROVED, "the backup is whole", ""),
              new MachineResult("spoilt", Outcome.FAILED, "the archive is cut off", "look at it"));
    }
    List<Event> ends = told.stream().filter(MachineFinished.class::isInstance).toList();
    assertThat(ends).hasSize(2);
    assertThat(EventJson.read(new EventJson("r1").line(ends.get(0))))
        .as("written down and read again")
        .isEqualTo(ends.get(0));
  }

  private static Machine machine(String name) {
    return Samples.machine(name, "stores", Samples.wanting(new Target.Patch()));
  }
}
