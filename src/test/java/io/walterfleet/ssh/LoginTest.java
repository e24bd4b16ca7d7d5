package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.config.LocalUser;
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
    LocalUser localUser =
        new LocalUser(
            fleet.fleet().user(),
            fleet.fleet().scratch(),
            Optional.of(Path.of("/nonexistent/agent")),
            fleet.localUser().sshConfig());
    assertThat(run(new SshRemote(localUser, notice -> {}), machine(key), "echo in"))
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

  @Test
  void aFileWithAPublicKeyNamesAKeyOfTheAgent() throws Exception {
    Path key = fleet.key("k", "-t", "ed25519", "-N", "");
    Path publicKey = Path.of(key + ".pub");
    authorize(key);
    try (SshAgent agent = agent()) {
      agent.add(fleet.key("other", "-t", "ed25519", "-N", ""));
      agent.add(key);
      Files.delete(key);
      assertThat(run(remoteWith(agent), machine(publicKey), "echo in")).isEqualTo("in\n");
      assertThat(run(remoteWith(agent), machine(key), "echo in")).isEqualTo("in\n");
      String config = "IdentitiesOnly yes\nIdentityFile " + publicKey + "\n";
      assertThat(run(configured(agent, config), unnamed(), "echo in")).isEqualTo("in\n");
    }
    assertThat(refusal(fleet.remote(), machine(publicKey)).reason())
        .endsWith(
            publicKey + ": it is a public key, and no agent has it (fix: ssh-add the private key)");
  }

  @Test
  void aCertificateWhoseKeyOnlyTheAgentHasLogsIn() throws Exception {
    Path key = certified(fleet.key("c", "-t", "ed25519", "-N", ""));
    Path certificate = fleet.fleet().scratch().resolve("elsewhere-cert.pub");
    Files.move(Path.of(key + "-cert.pub"), certificate, StandardCopyOption.REPLACE_EXISTING);
    String config = "CertificateFile " + certificate + "\n";
    try (SshAgent agent = agent()) {
      agent.add(key);
      Files.delete(key);
      assertThat(run(configured(agent, config), unnamed(), "echo in")).isEqualTo("in\n");
    }
  }

  @Test
  void aCertificateOfTheConfigGoesWithTheKeyOfTheInventory() throws Exception {
    Path key = certified(fleet.key("c", "-t", "ed25519", "-N", ""));
    Path certificate = fleet.fleet().scratch().resolve("elsewhere-cert.pub");
    Files.move(Path.of(key + "-cert.pub"), certificate, StandardCopyOption.REPLACE_EXISTING);
    SshRemote remote = fleet.remote("CertificateFile " + certificate + "\n");
    assertThat(run(remote, machine(key), "echo in")).isEqualTo("in\n");
  }

  @Test
  void aKeyInASecurityKeyIsTouchedOnceAndOnlyWhereItIsAccepted() throws Exception {
    Path socket = fleet.fleet().scratch().resolve("touch");
    try (SecurityKeyAgent agent = SecurityKeyAgent.start(socket)) {
      SshRemote remote = configured(socket, "");
      assertThat(refusal(remote, unnamed()).reason()).endsWith("' with: agent key 'sk'");
      assertThat(agent.touches()).isZero();
      Files.writeString(
          server.resolve("authorized"), agent.key().type() + " " + agent.key().base64() + "\n");
      assertThat(run(remote, unnamed(), "echo in")).isEqualTo("in\n");
      assertThat(agent.touches()).isEqualTo(1);
    }
  }

  @Test
  void theKeysThatWereNotTriedAreToldFromTheRefusedOnes() throws Exception {
    Path right = fleet.key("right", "-t", "ed25519", "-N", "");
    authorize(right);
    try (SshAgent agent = agent()) {
      for (int i = 0; i < 8; i++) {
        agent.add(fleet.key("wrong" + i, "-t", "ed25519", "-N", "", "-C", "wrong" + i));
      }
      RemoteException refusal =
          refusal(configured(agent, "IdentityFile " + right + "\n"), unnamed());
      assertThat(refusal.kind()).isEqualTo(Kind.LOGIN_REFUSED);
      assertThat(refusal.reason())
          .endsWith(
              "' with: agent key 'wrong0', agent key 'wrong1', agent key 'wrong2', agent key"
                  + " 'wrong3', agent key 'wrong4', agent key 'wrong5'; it said: \"Too many"
                  + " authentication failures\"; not tried: agent key 'wrong6', agent key 'wrong7', "
                  + right);
      assertThat(refusal.fix())
          .isEqualTo(
              "name the right key in ssh.identityFile, so that it alone is tried: the server ends"
                  + " a login after so many (MaxAuthTries)");
    }
  }

  /** A machine of which the inventory says no key. */
  private Machine unnamed() throws Exception {
    return fleet.machine(
        0,
        new Login(
            Optional.of(fleet.fleet().user()), fleet.login().port(), Optional.empty(), false));
  }

  private SshAgent agent() throws Exception {
    return SshAgent.start(Files.createTempDirectory(fleet.fleet().scratch(), "a").resolve("s"));
  }

  /** Makes the server's authority certify a key. */
  private Path certified(Path key) throws Exception {
    Path authority = fleet.key("authority", "-t", "ed25519", "-N", "");
    Files.copy(
        Path.of(authority + ".pub"),
        server.resolve("authority.pub"),
        StandardCopyOption.REPLACE_EXISTING);
    String user = fleet.fleet().user();
    Tool.run("ssh-keygen", "-q", "-s", authority.toString(), "-I", "me", "-n", user, key + ".pub");
    return key;
  }

  private SshRemote configured(SshAgent agent, String config) throws Exception {
    return configured(agent.socket(), config);
  }

  private SshRemote configured(Path agent, String config) throws Exception {
    Path file = fleet.file("ssh_config", config);
    return new SshRemote(
        new LocalUser(
            fleet.fleet().user(), fleet.fleet().scratch(), Optional.of(agent), Optional.of(file)),
        notice -> {});
  }

  private SshRemote remoteWith(SshAgent agent) throws Exception {
    return new SshRemote(
        new LocalUser(
            fleet.fleet().user(),
            fleet.fleet().scratch(),
            Optional.of(agent.socket()),
            fleet.localUser().sshConfig()),
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
