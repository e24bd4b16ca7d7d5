package io.walterfleet.ssh;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** The contract over real OpenSSH. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshRemoteTest extends RemoteContract {
  private SshFleet fleet;

  @BeforeAll
  void startServer() throws Exception {
    fleet = SshFleet.start(1);
  }

  @AfterAll
  void stopServer() throws Exception {
    fleet.close();
  }

  @Override
  protected Remote remote() throws Exception {
    return fleet.remote();
  }

  @Override
  protected Machine machine() {
    return fleet.machine(0);
  }
}
