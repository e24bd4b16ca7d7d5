package io.walterfleet.ssh;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.testbed.LoopbackFleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A loopback fleet as the ssh package sees it: machines with settings, and a controller. */
record SshFleet(LoopbackFleet fleet) implements AutoCloseable {
  static SshFleet start(int machines, String... options) throws Exception {
    return new SshFleet(LoopbackFleet.start(machines, options));
  }

  /** A controller without an agent, whose home holds no keys and no config. */
  Controller controller() throws Exception {
    return new Controller(
        fleet.user(), fleet.scratch(), Optional.empty(), Optional.of(Path.of("/dev/null")));
  }

  /** A machine with the settings that just work. */
  Machine machine(int index) {
    return machine(index, login());
  }

  /** A machine that is logged in to otherwise. */
  Machine machine(int index, Login login) {
    return machine(index, login, known(HostKeys.Policy.STRICT, fleet.knownHosts()));
  }

  /** A machine whose host key is judged otherwise. */
  Machine machine(int index, HostKeys hostKeys) {
    return machine(index, login(), hostKeys);
  }

  private Machine machine(int index, Login login, HostKeys hostKeys) {
    return TestMachines.reachedBy(
        fleet.machine(index).name(),
        new Ssh(
            fleet.machine(index).address(),
            login,
            hostKeys,
            Optional.empty(),
            Duration.ofSeconds(20)));
  }

  Login login() {
    return loginAs(fleet.user(), fleet.identity());
  }

  Login loginAs(String user, Path identity) {
    return new Login(
        Optional.of(user), OptionalInt.of(fleet.port()), Optional.of(identity.toString()), false);
  }

  static HostKeys known(HostKeys.Policy policy, Path file) {
    return new HostKeys(policy, Optional.of(file.toString()), Optional.empty());
  }

  @Override
  public void close() throws java.io.IOException {
    fleet.close();
  }
}
