package io.walterfleet.rehearsal;

import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.testing.WorkContract;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Simulated machines keep the contract that the scripts on real ones keep. */
@Tag("unit")
class SimulatedOperationsTest extends WorkContract {
  private final SimulatedMachine machine =
      new SimulatedMachine(
          machine(),
          new VirtualTime(),
          Assumptions.DEFAULT,
          FaultDraw.draw(List.of(), 1, machine().name()));
  private final SimulatedRemote remote = new SimulatedRemote(Map.of("store-1", machine));
  private int controllers;

  SimulatedOperationsTest() {
    ManagedKeys keys =
        Samples.keys(
            Optional.of(OLD.value()),
            Optional.of("store-1.example.com"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    machine.install().install(OLD, keys);
    machine.install().lacksImage(Samples.image("9.9.9"));
  }

  @Override
  protected MachineOperations controller() {
    controllers++;
    return new SimulatedOperations("token " + controllers);
  }

  @Override
  protected Connection connection() throws RemoteException, InterruptedException {
    return remote.open(machine());
  }

  @Override
  protected StepRequest.Payload payload() {
    return new StepRequest.Payload(Samples.SHA256, 3, out -> out.write(new byte[] {1, 2, 3}));
  }
}
