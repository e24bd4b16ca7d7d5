package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys;
import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Algorithms.Choice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that we offer works with a server that takes nothing else. */
@Tag("loopback")
class AlgorithmsTest {
  /** What OpenSSH has from 9.9 on only. */
  private static final String POST_QUANTUM = "mlkem768x25519-sha256";

  static Stream<String> keyExchanges() {
    return all(Algorithms.KEY_EXCHANGES).filter(name -> !name.equals(POST_QUANTUM));
  }

  static Stream<String> ciphers() {
    return all(Algorithms.CIPHERS);
  }

  static Stream<String> macs() {
    return all(Algorithms.MACS);
  }

  /** What is not offered is so when the ssh config asks for it. */
  private static Stream<String> all(Choice choice) {
    return Stream.concat(choice.ours().stream(), choice.more().stream());
  }

  @ParameterizedTest
  @MethodSource("keyExchanges")
  void aServerWithOneKeyExchange(String name) throws Exception {
    reach("KexAlgorithms " + name);
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void aServerWithOneCipher(String name) throws Exception {
    reach("Ciphers " + name);
  }

  @ParameterizedTest
  @MethodSource("macs")
  void aServerWithOneMac(String name) throws Exception {
    reach("Ciphers aes128-ctr", "MACs " + name);
  }

  @Test
  void aServerAndAKeyThatKnowNothingButSha1(@TempDir Path keys) throws Exception {
    Path host = keys.resolve("host");
    Tool.run("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", host.toString());
    try (SshFleet fleet =
        SshFleet.start(
            1,
            "HostKey " + host,
            "HostKeyAlgorithms ssh-rsa",
            "AuthorizedKeysFile " + host + ".pub",
            "PubkeyAcceptedAlgorithms ssh-rsa")) {
      Path known = fleet.file("known", fleet.knownName(0) + " " + Files.readString(pub(host)));
      String config = "UserKnownHostsFile " + known + "\nIdentityFile " + host + "\n";
      Machine machine = fleet.machineAsConfiguredWithoutKey(Policy.STRICT);
      assertThat(refusal(fleet.remote(config), machine).reason())
          .contains("no common algorithm (")
          .endsWith("; it offers \"ssh-rsa\"");
      config += "HostKeyAlgorithms +ssh-rsa\n";
      assertThat(refusal(fleet.remote(config), machine).kind()).isEqualTo(Kind.LOGIN_REFUSED);
      config += "PubkeyAcceptedAlgorithms ssh-rsa\n";
      assertThat(run(fleet.remote(config), machine, "echo in")).isEqualTo("in\n");
    }
  }

  private static Path pub(Path key) {
    return Path.of(key + ".pub");
  }

  @Test
  void theKeyExchangeThatQuantumComputersCannotBreak(@TempDir Path home) throws Exception {
    Path key = home.resolve("key");
    Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    try (SshServer server = SshServer.setUpDefaultServer()) {
      server.setHost("127.0.0.1");
      server.setKeyPairProvider(
          KeyPairProvider.wrap(KeyPairGenerator.getInstance("EC").generateKeyPair()));
      server.setPublickeyAuthenticator((user, shown, session) -> true);
      server.setKeyExchangeFactories(
          NamedFactory.setUpTransformedFactories(
              false, List.of(BuiltinDHFactories.mlkem768x25519), ServerBuilder.DH2KEX));
      server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
      server.start();
      Login login =
          new Login(
              Optional.of("me"),
              OptionalInt.of(server.getPort()),
              Optional.of(key.toString()),
              false);
      HostKeys known =
          new HostKeys(
              Policy.ACCEPT_NEW, Optional.of(home.resolve("known").toString()), Optional.empty());
      SshRemote remote =
          new SshRemote(
              new LocalUser("me", home, Optional.empty(), Optional.of(Path.of("/dev/null"))),
              notice -> {});
      Ssh ssh = new Ssh("127.0.0.1", login, known, Optional.empty(), Duration.ofSeconds(30));
      assertThat(run(remote, TestMachines.reachedBy("m", ssh), "echo in")).isEqualTo("in\n");
    }
  }

  private static void reach(String... options) throws Exception {
    try (SshFleet fleet = SshFleet.start(1, options)) {
      String config = String.join("\n", options) + "\n";
      assertThat(run(fleet.remote(config), fleet.machine(0), "echo in")).isEqualTo("in\n");
    }
  }
}
