package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.fleet.HostKeys.Policy;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Host certificates on a real server; the real ssh judges each case as well. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostCertificateTest {
  @TempDir static Path keys;

  private SshFleet fleet;
  private String authority = "";
  private String other = "";
  private String host = "";

  @BeforeAll
  void start() throws Exception {
    authority = key("authority", "ed25519");
    other = key("other", "rsa");
    host = key("host", "ed25519");
    sign("authority", "-h", "-n", "127.1.0.1");
    fleet =
        SshFleet.start(
            1,
            "HostKey " + keys.resolve("host"),
            "HostCertificate " + keys.resolve("host-cert.pub"));
  }

  @BeforeEach
  void forget() throws Exception {
    fleet.fleet().clearLogs();
    sign("authority", "-h", "-n", "127.1.0.1");
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void anAuthorityForTheNameWithoutItsPortIsTaken() throws Exception {
    assertAccepted("@cert-authority 127.1.0.* " + authority);
    assertAccepted("@cert-authority 127.1.0.1 " + authority + "\n" + named(" " + other));
  }

  @Test
  void aCertificateOfAnRsaAuthorityIsTaken() throws Exception {
    sign("other", "-h", "-n", "127.1.0.1");
    assertAccepted("@cert-authority 127.1.0.1 " + other);
  }

  @Test
  void anAuthorityMaySignOnlyAsTheConfigAllows() throws Exception {
    String known = "@cert-authority 127.1.0.1 " + authority;
    String config = "CASignatureAlgorithms rsa-sha2-512\n";
    assertThat(both(known, config).orElseThrow())
        .endsWith(
            " is signed by ssh-ed25519, which is none of CASignatureAlgorithms: rsa-sha2-512");
    sign("other", "-h", "-n", "127.1.0.1");
    assertThat(both("@cert-authority 127.1.0.1 " + other, config)).isEmpty();
    sign("other", "-h", "-n", "127.1.0.1", "-t", "ssh-rsa");
    assertThat(assertRefused("@cert-authority 127.1.0.1 " + other))
        .contains(" is signed by ssh-rsa");
    assertThat(both("@cert-authority 127.1.0.1 " + other, "CASignatureAlgorithms +ssh-rsa\n"))
        .isEmpty();
  }

  @Test
  void anExpiredCertificateSaysSo() throws Exception {
    sign("authority", "-h", "-n", "127.1.0.1", "-V", "20200101000000Z:20210101000000Z");
    assertThat(assertRefused("@cert-authority 127.1.0.1 " + authority))
        .endsWith("; its certificate 'machine' expired at 2021-01-01T00:00:00Z");
    sign("authority", "-h", "-n", "127.1.0.1", "-V", "20400101000000Z:20410101000000Z");
    assertThat(assertRefused("@cert-authority 127.1.0.1 " + authority))
        .endsWith("; its certificate 'machine' is not valid before 2040-01-01T00:00:00Z");
    assertAccepted("@cert-authority 127.1.0.1 " + authority + "\n" + named(" " + host));
  }

  @Test
  void aRevokedAuthorityIsRefusedThoughTheKeyItselfIsKnown() throws Exception {
    String known =
        named(" " + host)
            + "@cert-authority 127.1.0.1 "
            + authority
            + "\n@revoked [127.1.0.1]:* "
            + authority;
    assertThat(assertRefused(known)).contains(" has a certificate of a revoked authority: SHA256:");
  }

  @Test
  void thePlanSaysWhichOfTheTwoItIs(@TempDir Path folder) throws Exception {
    String known = "@cert-authority 127.1.0.1 " + authority + "\n";
    assertThat(planned(folder, known).out()).contains("1 machine: 1 to change");
    String revoked = known + "@revoked [127.1.0.1]:* " + authority + "\n";
    assertThat(unknown(planned(folder, revoked)))
        .contains(" has a certificate of a revoked authority: SHA256:");
    sign("authority", "-h", "-n", "127.1.0.1", "-V", "20200101000000Z:20210101000000Z");
    assertThat(unknown(planned(folder, known)))
        .contains("; its certificate 'machine' expired at 2021-01-01T00:00:00Z");
  }

  private static String unknown(TestSite.Ran ran) {
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(8);
    return ran.out().replaceAll("\\s+", " ");
  }

  /** A plan of the machine by whole command line. */
  private TestSite.Ran planned(Path folder, String known) throws Exception {
    TestSite site = new TestSite(folder);
    Path file = fleet.file("known", known);
    site.reach(real -> remote("UserKnownHostsFile " + file + "\nGlobalKnownHostsFile none\n"));
    Path inventory = Path.of(site.inventory(List.of("m"), ""));
    String way =
        "{address: 127.1.0.1, mode: internal-tls, host: m.example.com, ssh: {user: %s, port: %d,"
            + " identityFile: '%s'}}";
    String reached =
        way.formatted(fleet.fleet().user(), fleet.fleet().port(), fleet.fleet().identity());
    Files.writeString(inventory, Files.readString(inventory).replace("{address: m}", reached));
    return site.run("plan", "-i", inventory.toString());
  }

  private SshRemote remote(String config) {
    try {
      return fleet.remote(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAuthorityThatIsRevokedForTheBareNameIsNamed() throws Exception {
    String known = "@cert-authority 127.1.0.1 " + authority + "\n@revoked 127.1.0.1 " + authority;
    assertThat(assertRefused(known)).contains("; its certificate 'machine' has a revoked key: ");
  }

  @Test
  void aCertificateThatIsNotForThisHostSaysSo() throws Exception {
    String known = "@cert-authority 127.1.0.1 " + authority;
    sign("authority", "-h", "-n", "127.1.0.2,edge");
    assertThat(assertRefused(known)).endsWith(" is for other hosts: 127.1.0.2, edge");
    sign("authority", "-h", "-n", "127.1.0.*");
    assertThat(assertRefused(known)).endsWith(" is for other hosts: 127.1.0.*");
    sign("authority", "-n", "127.1.0.1");
    assertThat(assertRefused(known)).endsWith(" is one of a user");
    sign("authority", "-h", "-n", "127.1.0.1", "-O", "critical:x=y");
    assertThat(assertRefused(known)).endsWith(" has conditions that are not known");
    sign("other", "-h", "-n", "127.1.0.1");
    assertThat(assertRefused(known)).contains(" is of no authority that is known: SHA256:");
  }

  @Test
  void aKeyThatIsRevokedForTheBareNameIsRefused() throws Exception {
    String known = "127.1.0.1 " + host + "\n@revoked 127.1.0.1 " + host;
    assertThat(assertRefused(known)).contains(" is revoked: ").endsWith("known:2");
  }

  @Test
  void aMarkerBehindATabIsNone() throws Exception {
    assertRefused("@cert-authority\t127.1.0.1 " + authority);
    assertAccepted("@cert-authority\t127.1.0.1\t" + authority.replace(' ', '\t'));
  }

  @Test
  void theFileOfRevokedKeysIsHonoured() throws Exception {
    Path revoked = fleet.file("revoked", "# old\n\n" + other + "\n");
    String config = "RevokedHostKeys " + revoked + "\n";
    assertThat(both(named(" " + host), config)).isEmpty();
    Files.writeString(revoked, host + " comment\n");
    assertThat(both(named(" " + host), config).orElseThrow())
        .contains(" is revoked: ")
        .endsWith("revoked:1");
    Files.writeString(revoked, authority);
    assertThat(both("@cert-authority 127.1.0.1 " + authority, config).orElseThrow())
        .contains(" has a certificate of a revoked authority: ");
    Files.writeString(revoked, "h " + host);
    assertThat(both(named(" " + host), config).orElseThrow()).endsWith("line 1 is no public key");
    Files.delete(revoked);
    assertThat(both(named(" " + host), config).orElseThrow())
        .endsWith("it cannot be read: no such file");
    Tool.run("ssh-keygen", "-q", "-k", "-f", revoked.toString(), keys.resolve("host.pub") + "");
    assertThat(both(named(" " + host), config).orElseThrow())
        .endsWith("it is a binary revocation list (KRL), which is not supported");
    assertThat(fleet.fleet().log().logins()).hasSize(2);
  }

  private String named(String rest) {
    return fleet.knownName(0) + rest + "\n";
  }

  private void assertAccepted(String known) throws Exception {
    assertThat(both(known, "")).isEmpty();
  }

  private String assertRefused(String known) throws Exception {
    return both(known, "").orElseThrow();
  }

  /** What we say against the server; fails where the real ssh says otherwise. */
  private Optional<String> both(String known, String config) throws Exception {
    Path file = fleet.file("known", known);
    String whole = config + "UserKnownHostsFile " + file + "\nGlobalKnownHostsFile none\n";
    Optional<String> against;
    try {
      run(fleet.remote(whole), fleet.machineAsConfigured(Policy.STRICT), "true");
      against = Optional.empty();
    } catch (RemoteException e) {
      assertThat(e.kind()).isIn(Kind.HOST_KEY_UNKNOWN, Kind.HOST_KEY_CHANGED, Kind.SETTINGS);
      against = Optional.of(e.reason());
    }
    assertThat(sshTakes(whole)).as(against.toString()).isEqualTo(against.isEmpty());
    return against;
  }

  private boolean sshTakes(String config) throws Exception {
    Path file = fleet.file("ssh_config", config);
    List<String> words =
        new ArrayList<>(List.of("ssh", "-n", "-F", file.toString(), "-o", "BatchMode=yes"));
    words.addAll(List.of("-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes"));
    words.addAll(List.of("-i", fleet.fleet().identity().toString()));
    words.addAll(List.of("-p", Integer.toString(fleet.fleet().port()), "127.1.0.1", "true"));
    Process ssh = new ProcessBuilder(words).redirectErrorStream(true).start();
    ssh.getInputStream().readAllBytes();
    return ssh.waitFor() == 0;
  }

  private static String key(String name, String type) throws Exception {
    Tool.run("ssh-keygen", "-q", "-t", type, "-N", "", "-f", keys.resolve(name).toString());
    String[] words = Files.readString(keys.resolve(name + ".pub")).strip().split("\\s+", -1);
    return words[0] + " " + words[1];
  }

  /** Makes a certificate of the host's key; the server reads it when it is next asked. */
  private static void sign(String by, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-s", keys.resolve(by).toString(), "-I", "machine"));
    line.addAll(List.of(words));
    line.add(keys.resolve("host.pub").toString());
    Tool.run(line.toArray(String[]::new));
  }
}
