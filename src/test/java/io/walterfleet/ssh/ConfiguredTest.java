package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(refusal(remote, fleet.machineAsConfiguredWithoutKey(Policy.STRICT)).kind())
        .isEqualTo(Kind.SETTINGS);
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }

  @Test
  void theAddressOfTheConfigIsTheOneThatIsConnectedFrom() throws Exception {
    String config = "AddressFamily inet\nBindAddress 127.1.2.3\n";
    assertThat(run(fleet.remote(config), fleet.machine(0), "echo $SSH_CONNECTION"))
        .startsWith("127.1.2.3 ");
  }

  /** This server has none of them unless it is told so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ciphers 3des-cbc",
        "KexAlgorithms diffie-hellman-group14-sha1",
        "HostKeyAlgorithms rsa-sha2-512"
      })
  void nothingButTheAlgorithmsOfTheConfigIsSpoken(String line) throws Exception {
    RemoteException refusal = refusal(fleet.remote(line + "\n"), fleet.machine(0));
    assertThat(refusal.reason()).startsWith("no common algorithm (");
    assertThat(refusal.fix())
        .endsWith(
            "allow one of: "
                + line.split(" ", -1)[1]
                + "; where the ssh config names algorithms, let it name one of the server's, too");
  }

  @Test
  void anAddressThatIsNotOursOrOfTheOtherKindIsNamed() throws Exception {
    RemoteException refusal = refusal(fleet.remote("BindAddress 192.0.2.1\n"), fleet.machine(0));
    assertThat(refusal.reason())
        .contains("BindAddress 192.0.2.1 of the ssh config cannot be taken");
    assertThat(refusal.fix()).startsWith("mend BindAddress in the ssh config");
    assertThat(refusal(fleet.remote("BindAddress ::1\n"), fleet.machine(0)).reason())
        .contains("BindAddress ::1 of the ssh config is no address of that kind");
    RemoteException family = refusal(fleet.remote("AddressFamily inet6\n"), fleet.machine(0));
    assertThat(family.reason()).endsWith("it has no address of the kind that AddressFamily allows");
    assertThat(family.fix()).startsWith("mend AddressFamily in the ssh config");
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }

  @Test
  void aKeyThatTheConfigDoesNotWantIsNotTriedAndNamed() throws Exception {
    RemoteException refusal =
        refusal(fleet.remote("PubkeyAcceptedAlgorithms rsa-sha2-512\n"), fleet.machine(0));
    assertThat(refusal.reason())
        .endsWith(
            fleet.fleet().identity()
                + ": its type ssh-ed25519 is none of PubkeyAcceptedAlgorithms");
    Path key = fleet.key("short", "-t", "rsa", "-b", "2048", "-N", "");
    String config = "RequiredRSASize 3072\nPKCS11Provider /t.so\nIdentityFile " + key + "\n";
    assertThat(
            refusal(fleet.remote(config), fleet.machineAsConfiguredWithoutKey(Policy.STRICT))
                .reason())
        .endsWith(
            key
                + ": it has fewer bits than RequiredRSASize 3072; the keys of PKCS11Provider /t.so"
                + " (fix: ssh-add -s '/t.so')");
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }
}
