package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.fleet.Login;
import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an ssh config says of host keys is done, on a real server, or refused. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfiguredTest {
  private SshFleet fleet;

  @BeforeAll
  void start() throws Exception {
    fleet = SshFleet.start(1);
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
  void aNewKeyIsRecordedInTheFileWithABlankInItsName() throws Exception {
    Path known = fleet.fleet().scratch().resolve("a b/kh");
    SshRemote remote = fleet.remote("UserKnownHostsFile \"" + known + "\"\n");
    run(remote, fleet.machineAsConfigured(Policy.ACCEPT_NEW), "true");
    assertThat(Files.readString(known)).startsWith(fleet.knownName(0) + " ssh-ed25519 ");
    assertThat(fleet.fleet().scratch().resolve("a")).doesNotExist();
  }

  @Test
  void aKeyBehindTheHomeOfAnotherUserIsRefusedBeforeAnythingIsContacted() throws Exception {
    SshRemote remote = fleet.remote("CertificateFile ~root/k-cert.pub\n");
    Machine machine =
        fleet.machine(
            0,
            new Login(
                Optional.of(fleet.fleet().user()), fleet.login().port(), Optional.empty(), false));
    assertThat(refusal(remote, machine).kind()).isEqualTo(Kind.SETTINGS);
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }
}
