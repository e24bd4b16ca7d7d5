package io.walterfleet.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Ssh;
import io.walterfleet.remote.testing.TestMachines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line to log in with, as a shell and ssh itself read it. */
@Tag("unit")
class SshLineTest {
  @Test
  void theLineSaysWhatTheInventorySays() {
    Machine machine =
        machine(
            new Login(Optional.of("walter"), OptionalInt.of(2222), Optional.of("/k/id"), false),
            Optional.of("ops@bastion:22"));
    assertThat(SshLine.to(machine))
        .isEqualTo("ssh -J ops@bastion:22 -p 2222 -i /k/id -l walter 10.0.0.1");
    assertThat(SshLine.to(machine(Login.AS_SSH, Optional.empty()))).isEqualTo("ssh 10.0.0.1");
  }

  @Test
  @Tag("tools")
  void sshReadsItAsItIsMeant(@TempDir Path folder) throws Exception {
    String key = Files.writeString(folder.resolve("my $id"), "").toString();
    Login login = new Login(Optional.of("ops team"), OptionalInt.of(2222), Optional.of(key), false);
    String line = SshLine.to(machine(login, Optional.of("ops@bastion.example.com:2200")));
    assertThat(line).contains("-i '" + key + "' -l 'ops team'");
    Process shell =
        new ProcessBuilder("sh", "-c", line.replaceFirst("^ssh ", "ssh -G -F /dev/null "))
            .redirectErrorStream(true)
            .start();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(said).isZero();
    assertThat(said.lines())
        .contains(
            "hostname 10.0.0.1",
            "user ops team",
            "port 2222",
            "identityfile " + key,
            "proxyjump ops@bastion.example.com:2200");
  }

  private static Machine machine(Login login, Optional<String> jump) {
    Machine one = TestMachines.named("store-1");
    return new Machine(
        one.name(),
        one.membership(),
        new Ssh("10.0.0.1", login, one.ssh().hostKeys(), jump, Duration.ofSeconds(10)),
        one.desired(),
        one.place());
  }
}
