package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.ssh.SecurityKeyAgent;
import io.walterfleet.ssh.SshAgent;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import io.walterfleet.testbed.LocalCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan is made where ssh would log in, by certificates and agents, and else says why not. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsSshLogsInTest {
  private static final String READ = "1 to change";

  @TempDir static Path keys;

  private Desk desk;
  private String known = "";
  private Optional<Path> agent = Optional.empty();

  @BeforeAll
  void start() throws Exception {
    key("authority");
    key("host");
    Files.writeString(keys.resolve("authorized"), "");
    sign("host", "-h", "-n", "127.1.0.1");
    desk =
        Desk.withInstalled(
            1,
            Desk.FROM,
            "HostKey " + keys.resolve("host"),
            "HostCertificate " + keys.resolve("host-cert.pub"),
            "AuthorizedKeysFile " + keys.resolve("authorized"),
            "TrustedUserCAKeys " + keys.resolve("authority.pub"));
    known = "[127.1.0.1]:" + desk.fleet().port() + " " + line("host") + "\n";
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void anAuthorityForTheNameWithoutItsPortIsTaken() throws Exception {
    authorize(desk.fleet().identity());
    String authority = "@cert-authority 127.1.0.* " + line("authority") + "\n";
    assertThat(plan(authority, "", identity()).out()).contains(READ);
    sign("host", "-h", "-n", "127.1.0.1", "-V", "20200101000000Z:20210101000000Z");
    assertUnknown(plan(authority, "", identity()), "its certificate 'me' expired at NOW");
    sign("host", "-h", "-n", "127.1.0.1");
    String revoked = authority + "@revoked [127.1.0.1]:* " + line("authority") + "\n";
    assertUnknown(plan(revoked, "", identity()), "has a certificate of a revoked authority: ");
    assertUnknown(plan(authority.replace(" 127", "\t127"), "", identity()), "is not known");
  }

  @Test
  void aFileWithAPublicKeyNamesAKeyOfTheAgent() throws Exception {
    Path key = key("k");
    authorize(key);
    String inInventory = ", identityFile: '" + key + ".pub'";
    String inConfig = "IdentitiesOnly yes\nIdentityFile " + key + ".pub\n";
    assertUnknown(plan(known, "", inInventory), "it is a public key, and no agent has it");
    try (SshAgent one = agent("key")) {
      one.add(key("another"));
      one.add(key);
      Files.delete(key);
      assertThat(plan(known, "", inInventory).out()).contains(READ);
      assertThat(plan(known, inConfig, "").out()).contains(READ);
    }
  }

  @Test
  void aCertificateOfTheConfigIsShownWithItsKey() throws Exception {
    authorize(key("nobody"));
    Path key = key("c");
    sign("c", "-n", desk.fleet().user());
    Path certificate = keys.resolve("elsewhere-cert.pub");
    Files.move(Path.of(key + "-cert.pub"), certificate, StandardCopyOption.REPLACE_EXISTING);
    String config = "CertificateFile " + certificate + "\n";
    assertThat(plan(known, config, ", identityFile: '" + key + "'").out()).contains(READ);
    try (SshAgent one = agent("certificate")) {
      one.add(key);
      Files.delete(key);
      assertThat(plan(known, config, "").out()).contains(READ);
      assertUnknown(plan(known, "", ""), "refused the login");
    }
  }

  @Test
  void aSecurityKeyIsOffered() throws Exception {
    Path socket = keys.resolve("touch");
    try (SecurityKeyAgent one = SecurityKeyAgent.start(socket)) {
      agent = Optional.of(socket);
      authorize(key("nobody"));
      assertUnknown(plan(known, "", ""), "with: agent key 'sk'");
      Files.writeString(keys.resolve("authorized"), one.line());
      assertThat(plan(known, "", "").out()).contains(READ);
      assertThat(one.touches()).isEqualTo(1);
    }
  }

  @Test
  void theKeysThatWereNotTriedAreToldFromTheRefusedOnes() throws Exception {
    Path right = key("right");
    authorize(right);
    try (SshAgent one = agent("wrong")) {
      for (int i = 0; i < 8; i++) {
        one.add(key("wrong" + i));
      }
      Ran ran = plan(known, "IdentityFile " + right + "\n", "");
      assertUnknown(ran, "it said: \"Too many authentication failures\"; not tried: ");
      assertUnknown(ran, "fix: name the right key in ssh.identityFile, so that it alone is tried");
      String named = plan(known, "", ", identityFile: '" + right + "'").out();
      assertThat(named).contains(READ);
    }
  }

  @Test
  void aNameWithABlankIsOneName() throws Exception {
    authorize(desk.fleet().identity());
    Path file = desk.folder().resolve("a b/kh");
    Ran ran =
        planned("UserKnownHostsFile \"" + file + "\"\n", identity() + ", hostKeys: accept-new");
    assertThat(ran.out()).contains(READ);
    assertThat(Files.readString(file)).startsWith("[127.1.0.1]:").contains(line("host"));
    assertThat(desk.folder().resolve("a")).doesNotExist();
  }

  @Test
  void theHomeOfAnotherUserIsHisOrRefused() throws Exception {
    assertUnknown(plan(known, "IdentityFile ~root/no-such-key\n", ""), "~root/no-such-key");
    assertThat(desk.folder().resolve("~root")).doesNotExist();
  }

  private String identity() {
    return ", identityFile: '" + desk.fleet().identity() + "'";
  }

  private static void assertUnknown(Ran ran, String why) {
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(8);
    assertThat(ran.out().replaceAll("\\s+", " ")).contains(why);
  }

  private Ran plan(String hosts, String config, String ssh) throws Exception {
    Path file = Files.writeString(desk.folder().resolve("hosts"), hosts);
    return planned(config, ssh + ", knownHostsFile: '" + file + "'");
  }

  /** A plan by an ssh config, and these keys of the inventory's ssh beside user and port. */
  private Ran planned(String config, String ssh) throws Exception {
    Path file = Files.writeString(desk.folder().resolve("ssh_config"), config);
    desk.reach(
        () ->
            new SshRemote(
                new LocalUser(desk.fleet().user(), desk.folder(), agent, Optional.of(file))));
    String reach =
        "{user: %s, port: %d, connectTimeout: 60s%s}"
            .formatted(desk.fleet().user(), desk.fleet().port(), ssh);
    return desk.run("plan", "-i", desk.write(desk.inventory().with("ssh", reach)).toString());
  }

  private SshAgent agent(String name) throws Exception {
    SshAgent one = SshAgent.start(keys.resolve(name + ".s"));
    agent = Optional.of(one.socket());
    return one;
  }

  private static void authorize(Path key) throws Exception {
    Files.copy(
        Path.of(key + ".pub"), keys.resolve("authorized"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(String name) throws Exception {
    String[] words = Files.readString(keys.resolve(name + ".pub")).split(" ", -1);
    return words[0] + " " + words[1];
  }

  private static Path key(String name) throws Exception {
    Path file = keys.resolve(name);
    Files.deleteIfExists(file);
    LocalCommand.of(
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString())
        .run();
    return file;
  }

  private static void sign(String name, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-s"));
    words.addAll(List.of(keys.resolve("authority").toString(), "-I", "me"));
    words.addAll(List.of(options));
    words.add(keys.resolve(name + ".pub").toString());
    LocalCommand.of(words.toArray(String[]::new)).run();
  }
}
