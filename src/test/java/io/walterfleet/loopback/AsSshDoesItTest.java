package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.ssh.SshRemote;
import io.walterfleet.ssh.config.LocalUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A plan says why a machine is not reached that ssh, too, would not reach by this config. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsSshDoesItTest {
  private Desk desk;
  private String key = "";
  private String address = "";

  @BeforeAll
  void start() throws Exception {
    desk = Desk.withInstalled(1, Desk.FROM);
    String[] words = Files.readString(desk.fleet().knownHosts()).split("\\s+", -1);
    key = words[1] + " " + words[2];
    address = desk.machine(0).address();
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void withAConfigThatAsksForNothingItIsRead() throws Exception {
    assertThat(plan("", "").out()).contains("1 to change");
  }

  @Test
  void aRevokedKeyOfTheConfigIsHonoured() throws Exception {
    Path revoked = Files.writeString(desk.folder().resolve("revoked"), key + "\n");
    assertUnknown(plan("RevokedHostKeys " + revoked + "\n", ""), "is revoked: FINGERPRINT");
  }

  @Test
  void aKeyRevokedForTheNameWithoutItsPortIsRefused() throws Exception {
    String bare = address + " " + key + "\n";
    assertThat(plan("", bare).out()).contains("1 to change");
    assertUnknown(plan("", bare + "@revoked " + bare), "is revoked: FINGERPRINT");
    // a marker that a tab ends is none, to ssh either
    assertThat(plan("", bare + "@revoked\t" + bare).out()).contains("1 to change");
  }

  @Test
  void whatIsNotSpokenOrNotDoneIsNamed() throws Exception {
    assertUnknown(plan("Ciphers 3des-cbc\n", ""), "no common algorithm (cipher");
    assertUnknown(plan("BindAddress 192.0.2.1\n", ""), "BindAddress 192.0.2.1");
    assertUnknown(plan("ProxyCommand nc %h %p\n", ""), "ProxyCommand");
  }

  private static void assertUnknown(Ran ran, String why) {
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(8);
    assertThat(ran.out().replaceAll("\\s+", " ")).contains(why);
  }

  /** A plan by an ssh config, and by these known hosts instead of those of the fleet. */
  private Ran plan(String config, String known) throws Exception {
    Path file = Files.writeString(desk.folder().resolve("ssh_config"), config);
    Path hosts = Files.writeString(desk.folder().resolve("own_known_hosts"), known);
    desk.reach(
        () ->
            new SshRemote(
                new LocalUser(
                    desk.fleet().user(), desk.folder(), Optional.empty(), Optional.of(file))));
    Inventory inventory = desk.inventory();
    if (!known.isEmpty()) {
      inventory = inventory.machine(desk.machine(0), "ssh: {knownHostsFile: '" + hosts + "'}");
    }
    return desk.run("plan", "-i", desk.write(inventory).toString());
  }
}
