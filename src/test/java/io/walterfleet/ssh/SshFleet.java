package io.walterfleet.ssh;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.ssh.protocol.PublicKeyBlob;
import io.walterfleet.testbed.LoopbackFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A loopback fleet as the ssh package sees it: machines with settings, and a controller. */
record SshFleet(LoopbackFleet fleet) implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(30);

  static SshFleet start(int machines, String... options) throws Exception {
    return new SshFleet(LoopbackFleet.start(machines, options));
  }

  /** A controller without an agent, whose home holds no keys and no config. */
  LocalUser localUser() throws IOException {
    return new LocalUser(
        fleet.user(), fleet.scratch(), Optional.empty(), Optional.of(Path.of("/dev/null")));
  }

  SshRemote remote() throws IOException {
    return new SshRemote(localUser(), notice -> {});
  }

  /** A remote whose ssh config is this text. */
  SshRemote remote(String config) throws IOException {
    Path file = file("ssh_config", config);
    return new SshRemote(
        new LocalUser(fleet.user(), fleet.scratch(), Optional.empty(), Optional.of(file)),
        notice -> {});
  }

  /** A machine of which the inventory says nothing of files with host keys. */
  Machine machineAsConfigured(HostKeys.Policy policy) {
    return machine(0, login(), new HostKeys(policy, Optional.empty(), Optional.empty()));
  }

  /** A machine of which the inventory names no key either. */
  Machine machineAsConfiguredWithoutKey(HostKeys.Policy policy) {
    return machine(
        0,
        new Login(Optional.of(fleet.user()), OptionalInt.of(fleet.port()), Optional.empty(), false),
        new HostKeys(policy, Optional.empty(), Optional.empty()));
  }

  /** A file for a test, below the controller's home. */
  Path file(String name, String text) throws IOException {
    return Files.writeString(fleet.scratch().resolve(name), text);
  }

  /** Makes a key pair, by the words that follow ssh-keygen. */
  Path key(String name, String... words) throws Exception {
    Path file = Files.createTempDirectory(fleet.scratch(), "keys").resolve(name);
    String[] line = new String[words.length + 4];
    System.arraycopy(new String[] {"ssh-keygen", "-q", "-f", file.toString()}, 0, line, 0, 4);
    System.arraycopy(words, 0, line, 4, words.length);
    Tool.run(line);
    return file;
  }

  /** The server's public host key: its type and its bytes in Base64. */
  PublicKeyBlob hostKey() throws IOException {
    String[] words = Files.readString(fleet.knownHosts()).split("\\s+", -1);
    return new PublicKeyBlob(words[2]);
  }

  /** The name that known hosts files have a machine under. */
  String knownName(int index) {
    return "[" + fleet.machine(index).address() + "]:" + fleet.port();
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
        new Ssh(fleet.machine(index).address(), login, hostKeys, Optional.empty(), LONG));
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

  /** What one command prints on a machine. */
  static String run(SshRemote remote, Machine machine, String command) throws Exception {
    try (Connection connection = remote.open(machine)) {
      return connection.run(program(command), LONG).out();
    }
  }

  /** A command without input. */
  static Program program(String command) {
    return new Program(command, Input.text(""));
  }

  /** Why a machine could not be reached. */
  static RemoteException refusal(SshRemote remote, Machine machine) {
    return catchThrowableOfType(RemoteException.class, () -> remote.open(machine).close());
  }

  @Override
  public void close() throws IOException {
    fleet.close();
  }
}
