package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.refusal;
import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with several host keys, or with certificates. */
@Tag("loopback")
class HostKeyTypesTest {
  @TempDir Path keys;

  @Test
  void aServerShowsTheKeyThatIsKnown() throws Exception {
    String rsa = key("rsa", "-t", "rsa", "-b", "3072", "-N", "");
    String ecdsa = key("ecdsa", "-t", "ecdsa", "-N", "");
    try (SshFleet fleet =
        SshFleet.start(2, "HostKey " + keys.resolve("rsa"), "HostKey " + keys.resolve("ecdsa"))) {
      Path known =
          fleet.file(
              "known", fleet.knownName(0) + " " + rsa + "\n" + fleet.knownName(1) + " " + ecdsa);
      SshRemote remote = fleet.remote();
      run(remote, fleet.machine(0, SshFleet.known(Policy.STRICT, known)), "true");
      run(remote, fleet.machine(1, SshFleet.known(Policy.STRICT, known)), "true");
    }
  }

  @Test
  void anRsaKeyThatIsTooShortIsRefusedThoughItIsKnown() throws Exception {
    String rsa = key("rsa", "-t", "rsa", "-b", "2048", "-N", "");
    try (SshFleet fleet = SshFleet.start(1, "HostKey " + keys.resolve("rsa"))) {
      Path known = fleet.file("known", fleet.knownName(0) + " " + rsa);
      Machine machine = fleet.machine(0, SshFleet.known(Policy.STRICT, known));
      run(fleet.remote("RequiredRSASize 2048\n"), machine, "true");
      assertThat(refusal(fleet.remote("RequiredRSASize 2049\n"), machine).reason())
          .contains(" is too short: SHA256:")
          .endsWith(" (ssh-rsa) has 2048 bits, and RequiredRSASize is 2049");
    }
  }

  @Test
  void aCertificateOfAKnownAuthorityIsAccepted() throws Exception {
    String authority = key("authority", "-t", "ed25519", "-N", "");
    key("host", "-t", "ed25519", "-N", "");
    sign("127.1.0.1");
    try (SshFleet fleet =
        SshFleet.start(
            2,
            "HostKey " + keys.resolve("host"),
            "HostCertificate " + keys.resolve("host-cert.pub"))) {
      Path known = fleet.file("known", "@cert-authority [127.1.0.*]:* " + authority + "\n");
      SshRemote remote = fleet.remote();
      run(remote, fleet.machine(0, SshFleet.known(Policy.STRICT, known)), "true");
      // the certificate is not for this one
      assertThat(refusal(remote, fleet.machine(1, SshFleet.known(Policy.STRICT, known))).kind())
          .isEqualTo(Kind.HOST_KEY_UNKNOWN);
      assertThat(fleet.fleet().log().logins()).containsExactly("127.1.0.1");
    }
  }

  private String key(String name, String... words) throws Exception {
    String[] line = new String[words.length + 4];
    System.arraycopy(
        new String[] {"ssh-keygen", "-q", "-f", keys.resolve(name).toString()}, 0, line, 0, 4);
    System.arraycopy(words, 0, line, 4, words.length);
    Tool.run(line);
    String[] words2 = Files.readString(keys.resolve(name + ".pub")).strip().split("\\s+", -1);
    return words2[0] + " " + words2[1];
  }

  private void sign(String host) throws Exception {
    Tool.run(
        "ssh-keygen",
        "-q",
        "-s",
        keys.resolve("authority").toString(),
        "-I",
        "machine",
        "-h",
        "-n",
        host,
        keys.resolve("host.pub").toString());
  }
}
