package io.walterfleet.rollout.testing;

import io.walterfleet.plan.testing.Samples;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepRequest;
import org.junit.jupiter.api.Tag;

/** The fake keeps the contract. */
@Tag("unit")
class FakeWorkTest extends WorkContract {
  private final FakeFleet network = new FakeFleet(new FakeTime());
  private int controllers;

  FakeWorkTest() {
    network.machine("store-1").installed(OLD).lacksImage(Samples.image("9.9.9"));
  }

  @Override
  protected MachineOperations controller() {
    controllers++;
    return new FakeWork("token " + controllers);
  }

  @Override
  protected Connection connection() throws RemoteException {
    return network.open(machine());
  }

  @Override
  protected StepRequest.Payload payload() {
    return new StepRequest.Payload(Samples.SHA256, 3, out -> out.write(new byte[] {1, 2, 3}));
  }
}
