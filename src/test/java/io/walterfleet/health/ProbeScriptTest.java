package io.walterfleet.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Mode;
import io.walterfleet.health.HealthServer.State;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.testing.FakeRemote;
import io.walterfleet.remote.testing.TestMachines;
import io.walterfleet.testbed.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("scripts")
class ProbeScriptTest {
  private static Certificate certificate;

  @TempDir private Path directory;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    certificate = Certificate.of(directory, "dns:localhost", "-1H");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox"})
  void everyShellAsksTheSame(String shell) throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.copy(Path.of("/bin", shell), bin.resolve("sh"));
    FakeRemote remote = new FakeRemote(directory).firstOnPath(bin).forbidForwarding();
    assertThat(health(remote, State.BLOCKED)).isEqualTo(new Health.MigrationBlocked());
    assertThat(health(remote, State.READY)).isEqualTo(new Health.Ready());
  }

  @Test
  void theUsersCurlSettingsAndProxyDoNotMatter() throws Exception {
    FakeRemote remote = new FakeRemote(directory).forbidForwarding();
    Files.writeString(remote.home("edge").resolve(".curlrc"), "proxy = http://127.0.0.1:1\n");
    remote.shell("env", "HTTPS_PROXY=http://127.0.0.1:1", "sh", "-c");
    assertThat(health(remote, State.READY)).isEqualTo(new Health.Ready());
  }

  @Test
  void aCurlThatIsTooOldToAskIsNoUnhealthyWalter() throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path old =
        Files.writeString(
            bin.resolve("curl"),
            "#!/bin/sh\nfor word; do case $word in --connect-to) exit 2 ;; --version) exit 0 ;;"
                + " esac; done\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    FakeRemote remote = new FakeRemote(directory).firstOnPath(bin).forbidForwarding();
    assertThat(health(remote, State.READY))
        .isEqualTo(
            new Health.Unaskable(
                "its health cannot be asked: the SSH server forbids forwarding, and its curl is older"
                    + " than 7.49",
                "allow it (AllowTcpForwarding local in sshd_config), or install a newer curl there, or"
                    + " set 'rollout: gate: via: direct' in the inventory"));
  }

  @Test
  void aNoisyLoginShellDoesNotMatter() throws Exception {
    FakeRemote remote = new FakeRemote(directory).forbidForwarding();
    Path noisy =
        Files.writeString(
            directory.resolve("noisy"), "#!/bin/sh\necho live=0 503\nexec sh -c \"$@\"\n");
    assertThat(noisy.toFile().setExecutable(true)).isTrue();
    remote.shell(noisy.toString());
    assertThat(health(remote, State.READY)).isEqualTo(new Health.Ready());
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    Process shellcheck =
        new ProcessBuilder("shellcheck", "src/main/resources/remote/probe.sh")
            .redirectErrorStream(true)
            .start();
    assertThat(new String(shellcheck.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(shellcheck.waitFor()).isZero();
  }

  private static Health health(FakeRemote remote, State state) throws Exception {
    SSLContext trust = certificate.trust();
    HttpsHealthGate gatekeeper =
        new HttpsHealthGate(() -> Instant.EPOCH, time -> {}, () -> trust, Duration.ofSeconds(20));
    try (HealthServer walter = new HealthServer(certificate, state);
        Connection connection = remote.open(TestMachines.named("edge"))) {
      return gatekeeper.ask(
          connection,
          new PublishedAddress(
              Optional.of(Mode.INTERNAL_TLS), Optional.of("walter.test"), walter.port()),
          Gate.DEFAULT);
    }
  }
}
