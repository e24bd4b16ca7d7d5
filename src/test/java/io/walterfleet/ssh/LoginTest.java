package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which keys log in, and what is said when none does. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTest {
  @TempDir static Path server;

  private SshFleet fleet;

  @BeforeAll
  void start() throws Exception {
    Files.writeString(server.resolve("authorized"), "");
    Files.writeString(server.resolve("authority.pub"), "");
    fleet =
        SshFleet.start(
            1,
            "AuthorizedKeysFile " + server.resolve("authorized"),
            "TrustedUserCAKeys " + server.resolve("authority.pub"));
  }

  @BeforeEach
  void forget() throws Exception {
    fleet.fleet().clearLogs();
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void keysOfEveryKindLogIn() throws Exception {
    List<Path> keys =
        List.of(
            fleet.key("ed25519", "-t", "ed25519", "-N", ""),
            fleet.key("ecdsa", "-t", "ecdsa", "-b", "384", "-N", ""),
            fleet.key("rsa", "-t", "rsa", "-b", "3072", "-N", ""),
            fleet.key("pem", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", ""));
    SshRemote remote = fleet.remote();
    for (Path key : keys) {
      authorize(key);
      assertThat(run(remote, machine(key), "echo in")).isEqualTo("in\n");
    }
  }

  @Test
  void aRefusedLoginNamesUserAndKeysAndIsTriedOnce() throws Exception {
    Path key = fleet.key("stranger", "-t", "ed25519", "-N", "");
    RemoteException refusal = refusal(fleet.remote(), machine(key));
    assertThat(refusal.kind()).isEqualTo(Kind.LOGIN_REFUSED);
    assertThat(refusal.reason())
        .isEqualTo(
            "127.1.0.1 port "
                + fleet.fleet().port()
                + " refused the login of '"
                + fleet.fleet().user()
                + "' with: "
                + key);
    assertThat(fleet.fleet().log().connections()).hasSize(1);
  }

  @Test
  void aWrongUserIsRefused() throws Exception {
    Login login = fleet.loginAs("nobody-of-this-name", fleet.fleet().identity());
    assertThat(refusal(fleet.remote(), fleet.machine(0, login)).kind())
        .isEqualTo(Kind.LOGIN_REFUSED);
  }

  @Test
  void aKeyWithAPassphraseAsksForAnAgentBeforeAnythingIsContacted() throws Exception {
    Path key = fleet.key("locked", "-t", "ed25519", "-N", "not told");
    RemoteException refusal = refusal(fleet.remote(), machine(key));
    assertThat(refusal.kind()).isEqualTo(Kind.LOGIN_REFUSED);
    assertThat(refusal.reason())
        .endsWith(key + ": it has a passphrase (fix: ssh-add '" + key + "')");
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }

  @Test
  void aKeyThatOthersCanReadIsNotUsed() throws Exception {
    Path key = fleet.key("open", "-t", "ed25519", "-N", "");
    authorize(key);
    Tool.run("chmod", "644", key.toString());
    assertThat(refusal(fleet.remote(), machine(key)).reason()).contains("chmod 600 '" + key + "'");
  }

  @Test
  void aFileThatIsNoKeySaysSo() throws Exception {
    Path key = fleet.file("text", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n");
    Tool.run("chmod", "600", key.toString());
    assertThat(refusal(fleet.remote(), machine(key)).reason())
        .endsWith(key + ": it is no private key that we can read");
  }

  @Test
  void aMissingKeyFileIsAMistakeInTheSettings() throws Exception {
    Path key = fleet.fleet().scratch().resolve("absent");
    assertThat(refusal(fleet.remote(), machine(key)).kind()).isEqualTo(Kind.SETTINGS);
  }

  @Test
  void anAgentSignsForAKeyWithAPassphrase() throws Exception {
    Path key = fleet.key("locked", "-t", "ed25519", "-N", "");
    authorize(key);
    try (SshAgent agent = SshAgent.start(fleet.fleet().scratch().resolve("agent"))) {
      agent.add(key);
      Tool.run("ssh-keygen", "-q", "-p", "-P", "", "-N", "not told", "-f", key.toString());
      assertThat(run(remoteWith(agent), machine(key), "echo in")).isEqualTo("in\n");
    }
  }

  @Test
  void anAgentsRsaKeyLogsIn() throws Exception {
    Path key = fleet.key("rsa", "-t", "rsa", "-b", "3072", "-N", "");
    authorize(key);
    try (SshAgent agent = SshAgent.start(fleet.fleet().scratch().resolve("agent"))) {
      agent.add(key);
      Files.delete(key);
      Files.createDirectories(fleet.fleet().scratch().resolve(".ssh"));
      Login login =
          new Login(
              Optional.of(fleet.fleet().user()), fleet.login().port(), Optional.empty(), false);
      assertThat(run(remoteWith(agent), fleet.machine(0, login), "echo in")).isEqualTo("in\n");
    }
  }

  @Test
  void anAgentThatIsGoneIsNoObstacle() throws Exception {
    Path key = fleet.key("ed25519", "-t", "ed25519", "-N", "");
    authorize(key);
    Controller controller =
        new Controller(
            fleet.fleet().user(),
            fleet.fleet().scratch(),
            Optional.of(Path.of("/nonexistent/agent")),
            fleet.controller().sshConfig());
    assertThat(run(new SshRemote(controller, notice -> {}), machine(key), "echo in"))
        .isEqualTo("in\n");
  }

  @Test
  void certificatesBesideTheirKeysLogIn() throws Exception {
    Path authority = fleet.key("authority", "-t", "ed25519", "-N", "");
    Files.copy(
        Path.of(authority + ".pub"),
        server.resolve("authority.pub"),
        StandardCopyOption.REPLACE_EXISTING);
    for (String type : List.of("ed25519", "rsa", "ecdsa")) {
      Path key = fleet.key("id_" + type, "-t", type, "-N", "");
      Tool.run(
          "ssh-keygen",
          "-q",
          "-s",
          authority.toString(),
          "-I",
          "operator",
          "-n",
          fleet.fleet().user(),
          key + ".pub");
      assertThat(run(fleet.remote(), machine(key), "echo in")).isEqualTo("in\n");
    }
  }

  private SshRemote remoteWith(SshAgent agent) throws Exception {
    return new SshRemote(
        new Controller(
            fleet.fleet().user(),
            fleet.fleet().scratch(),
            Optional.of(agent.socket()),
            fleet.controller().sshConfig()),
        notice -> {});
  }

  private Machine machine(Path key) {
    return fleet.machine(0, fleet.loginAs(fleet.fleet().user(), key));
  }

  private void authorize(Path key) throws Exception {
    Files.copy(
        Path.of(key + ".pub"), server.resolve("authorized"), StandardCopyOption.REPLACE_EXISTING);
  }
}
