package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.fleet.Controls;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.testing.LyingRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inventories from machines that run Walter already. */
@Tag("scripts")
class AdoptTest {
  @TempDir Path folder;
  private TestSite site;
  private String out = "";
  private String manifest = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.3");
    out = folder.resolve("adopted.yml").toString();
    manifest = folder.resolve("manifest.json").toString();
  }

  @Test
  void whatIsReadIsWrittenAndWhatIsNotIsNamed() throws IOException {
    site.remote()
        .refuse("store-9", new RemoteException(Kind.UNREACHABLE, "no route to store-9", "plug"));
    Ran ran =
        site.run("adopt", "store-1", "store-2", "store-9", "--out", out, "--manifest", manifest);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                8,
                "",
                """
                not adopted: store-9: no route to store-9
                    fix: plug

                change: store-1: bundle unknown -> 2026.11.1, running no container -> running
                change: store-2: bundle unknown -> 2026.11.1, running no container -> running
                Written to SITE/adopted.yml
                2 machines adopted: 2 to change; 1 not adopted
                """));
    assertThat(Files.readString(Path.of(out)))
        .doesNotContain("canary")
        .endsWith(
            """
            @    machines:
                  store-1: {address: store-1, release: "1.8.2", host: store-1.example.com}
                  store-2: {address: store-2, release: "1.8.3", host: store-2.example.com}

            # Not adopted:
            #   store-9: no route to store-9
            """
                .replace("@", ""));
    assertThat(site.run("plan", "-q", "-i", out).out()).isEqualTo("2 machines: 2 to change\n");
  }

  @Test
  void noWordOfAMachineBecomesAKeyOfTheInventory() throws IOException {
    String words = "%E2%80%A8ssh: {jump: evil}%0Areleases: {manifest: evil}%C2%85%E2%80%AE: evil";
    site.reach(
        real ->
            new LyingRemote(
                real,
                "store-2",
                said ->
                    said.replaceAll("(?m)^complete=yes$", "unknown.install=" + words + "\n$0")));
    Ran ran = site.run("adopt", "store-1", "store-2", "--out", out, "--manifest", manifest);
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.err()).contains("not adopted: store-2: ").contains("evil");
    assertThat(Controls.isIn((ran.out() + ran.err()).replace("\n", ""))).isFalse();
    String text = Files.readString(Path.of(out));
    assertThat(Controls.isIn(text.replace("\n", ""))).isFalse();
    assertThat(text.lines().filter(line -> line.contains("evil")))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("#"));
  }

  @Test
  void aFileThatIsThereIsNotReplacedUnasked() throws IOException {
    Files.writeString(Path.of(out), "mine");
    assertThat(site.run("adopt", "store-1", "--out", out, "--manifest", manifest))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: SITE/adopted.yml is there already; it was not changed
                    fix: name another file, or say --force
                """));
    assertThat(Files.readString(Path.of(out))).isEqualTo("mine");
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
    site.run("adopt", "store-1", "--out", out, "--force", "-q", "--manifest", manifest);
    assertThat(Files.readString(Path.of(out))).contains("store-1:");
  }

  @Test
  void withoutAMachineNothingIsWritten() {
    assertThat(site.run("adopt").err())
        .isEqualTo(
            """
            walter-fleet: no machine is named
                fix: name machines as [NAME=][USER@]HOST[:PORT], or a file of them with --from
            """);
    assertThat(site.run("adopt", "a:b").err())
        .startsWith("walter-fleet: 'a:b' is not a machine; no machine was contacted\n");
    assertThat(site.run("adopt", "--from", "/no/such").err())
        .startsWith("walter-fleet: /no/such cannot be read\n");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void machinesThatWereReadAndCannotBeAdoptedAreNoWrongUsage() {
    Ran ran = site.run("adopt", "empty-1", "--out", out, "--manifest", manifest);
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.err())
        .isEqualTo(
            """
            walter-fleet: no machine could be adopted; nothing was written
            not adopted: empty-1: it has no Walter install
                fix: to have Walter installed there, write it into an inventory with mode and host
            """);
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void whatAnsibleSaysAndAnInventoryCannotIsNamed() throws IOException {
    String hosts =
        """
        {"_meta": {"hostvars": {
           "store-1": {"ansible_ssh_common_args": "-C", "ansible_ssh_extra_args": "-J ops@b1"},
           "vaulted": {"ansible_host": {"__ansible_vault": "$ANSIBLE_VAULT;1.1;AES256"}},
           "far": {"ansible_host": "10.0.0.9", "ansible_ssh_common_args": "-J ops@b1,ops@b2"},
           "odd": {"ansible_host": "no host"},
           "twin": {"ansible_host": "store-1", "ansible_ssh_common_args": "-J ops@b1"},
           "store-2": {"ansible_host": "store-1", "ansible_ssh_common_args": "-J ops@b2"}}}}
        """;
    Path file = Files.writeString(folder.resolve("hosts.json"), hosts);
    Ran ran = site.run("adopt", "--from", file.toString(), "--out", out, "--manifest", manifest);
    assertThat(ran.exitCode()).isEqualTo(8);
    String byHand = "    fix: name it by hand, as NAME=[USER@]HOST[:PORT]\n";
    assertThat(ran.err())
        .startsWith(
            "not adopted: vaulted: its ansible_host is vaulted\n"
                + byHand
                + "not adopted: far: its way leads through more than one bastion"
                + " (ops@b1,ops@b2), and ssh.jump names one: name the last there, and in"
                + " ~/.ssh/config a ProxyJump for it\n"
                + byHand
                + "not adopted: twin: it is the same machine as 'store-1', by its way\n"
                + byHand
                + "not adopted: odd: 'address' of machine 'odd' is 'no host'")
        .endsWith("2 machines adopted: 2 to change; 4 not adopted\n");
    assertThat(Files.readString(Path.of(out)))
        .containsPattern("(?m)^ +store-1: \\{address: store-1, .*ssh: \\{jump: \"ops@b1\"}}$")
        .containsPattern("(?m)^ +store-2: \\{address: store-1, .*ssh: \\{jump: \"ops@b2\"}}$")
        .contains("#   vaulted: its ansible_host is vaulted\n");
  }

  @Test
  void anInventoryOfAnsibleGetsTheCommandThatMakesJsonOfIt() throws IOException {
    Path file = Files.writeString(folder.resolve("my hosts.ini"), "[web]\nweb1\n");
    assertThat(site.run("adopt", "--from", file.toString()))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                walter-fleet: SITE/my hosts.ini: it is an inventory of Ansible as it is written, not as JSON; no machine was contacted
                    fix: ansible-inventory -i 'SITE/my hosts.ini' --list | walter-fleet adopt --from -
                """));
  }

  @Test
  void hostsOfWhichNoneCanBeTakenOverAreNoWrongUsage() throws IOException {
    String hosts = "{\"_meta\": {\"hostvars\": {\"h\": {\"ansible_connection\": \"local\"}}}}";
    Path file = Files.writeString(folder.resolve("hosts.json"), hosts);
    Ran ran = site.run("adopt", "--from", file.toString(), "--out", out, "--manifest", manifest);
    assertThat(ran.exitCode()).isEqualTo(8);
    assertThat(ran.err())
        .startsWith(
            """
            walter-fleet: no machine could be adopted; nothing was written
            not adopted: h: its ansible_connection is 'local', not ssh
            """);
  }
}
