package io.walterfleet;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A pull request by somebody who may not use the SSH key changes an inventory. */
@Tag("unit")
class TrustedPlanTest {
  private static final String FIX =
      "    fix: put it back; only those who have the rights of the SSH key may change it\n";

  @TempDir Path folder;
  private TestSite site;
  private Path base;
  private Path change;
  private String text = "";

  @BeforeEach
  void twoCheckouts() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    base = Files.createDirectories(folder.resolve("base"));
    change = Files.createDirectories(folder.resolve("change"));
    text =
        """
        apiVersion: walter-fleet/v1
        fleet: test
        releases: {manifest: ../manifest.json}
        ssh:
          knownHostsFile: known_hosts
          jump: ops@bastion.example.com
        envKeys: {host: PHX_HOST}
        stack: {project: walter-onprem}
        notify: [{webhook: "https://hooks.example.com/t0ken", on: [failed]}]
        hooks: {beforeMachine: [[./lb, drain]]}
        defaults: {backup: none}
        backups: {keep: 5}
        groups:
          stores:
            machines:
              store-[1:2]: {address: "10.0.0.[1:2]"}
        """;
    Files.writeString(base.resolve("fleet.yml"), text);
  }

  @Test
  void whatEverybodyMayChangeIsPlanned() throws IOException {
    change("defaults: {backup: none}", "defaults: {backup: volumes, release: stable}");

    Ran ran = plan("--out", folder.resolve("plan.json").toString());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("Plan ID for fleet test", "2 to change");
    assertThat(ran.exitCode()).isZero();
    assertThat(folder.resolve("plan.json")).exists();
    assertThat(site.remote().connectionsOpened("store-1")).isEqualTo(1);
  }

  @Test
  void aMachineMayGoAndMoveToAnotherGroup() throws IOException {
    change(
        "  stores:\n    machines:\n      store-[1:2]: {address: \"10.0.0.[1:2]\"}",
        "  canary:\n    ssh: {jump: ops@bastion.example.com}\n    machines:\n"
            + "      store-2: {address: 10.0.0.2, release: stable}");

    assertThat(plan().out()).contains("1 machine: 1 to change");
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "jump: ops@bastion.example.com|jump: evil.example.net|6:9|'jump' of 'ssh'",
        "knownHostsFile: known_hosts|knownHostsFile: ~/.ssh/authorized_keys|5:19|'knownHostsFile' of 'ssh'",
        "{host: PHX_HOST}|{host: WALTER_HOST}|7:10|'envKeys'",
        "{project: walter-onprem}|{project: other}|8:8|'stack'",
        "manifest: ../manifest.json|manifest: https://evil.example.net/m.json|3:11|'releases'",
        "hooks.example.com|hooks.evil.example.net|9:9|'notify'",
        "on: [failed]|as: slack, on: [failed]|9:9|'notify'",
        "{webhook: \"https://hooks.example.com/t0ken\", on: [failed]}|{command: [./evil]}|9:9|'notify'",
        "https://hooks.example.com/t0ken\", on: [failed]|https://e.pagerduty.com/v2/enqueue\", as: pagerduty, routingKeyFile: key|9:9|'notify'",
        "[[./lb, drain]]|[[./lb, drain, '--all']]|10:8|'hooks'",
        "keep: 5|keep: 1|12:10|'backups'",
        "10.0.0.[1:2]|10.6.6.[1:2]|16:30|'address' of machine 'store-[1:2]'",
      })
  void whatIsAMatterOfTrustIsRefusedWithItsPlace(String was, String now, String place, String what)
      throws IOException {
    change(was, now);

    for (String verb : List.of("plan", "validate")) {
      assertThat(run(verb))
          .isEqualTo(
              new Ran(
                  64,
                  "",
                  "SITE/change/fleet.yml:%s: %s is not as in the trusted inventory SITE/base\n%s1 problem; no machine was contacted\n"
                      .formatted(place, what, FIX)));
    }
    assertThatNothingWasContacted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user: root",
        "port: 2222",
        "identityFile: key",
        "hostKeys: accept-new",
        "hostKey: \"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
        "become: true",
        "connectTimeout: 5m"
      })
  void noKeyOfALoginIsAdded(String key) throws IOException {
    change("  jump: ops", "  %s\n  jump: ops".formatted(key));
    String word = key.substring(0, key.indexOf(':'));

    Ran ran = plan();

    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .startsWith("SITE/change/fleet.yml:6:" + (word.length() + 5) + ": '" + word + "' of 'ssh' ")
        .endsWith(FIX + "1 problem; no machine was contacted\n");
    assertThatNothingWasContacted();
  }

  @Test
  void noLevelIsOutOfSight() throws IOException {
    change(
        "      store-[1:2]: {address: \"10.0.0.[1:2]\"}",
        """
              store-1: {address: 10.0.0.1, ssh: {jump: evil.example.net}}
              store-2: {address: 10.0.0.1}
          other:
            defaults: {ssh: {user: root}}
            machines: {store-3: , store-9: {address: 10.0.0.2}}
        """
            .stripTrailing());

    Ran ran = plan();

    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .contains(
            "fleet.yml:16:48: 'jump' of 'ssh' of machine 'store-1' is not as in",
            "fleet.yml:17:26: 'address' of machine 'store-2' is not as in",
            "fleet.yml:20:16: machine 'store-3' is not in the trusted inventory SITE/base, so that"
                + " nobody vouches for its address\n    fix: leave it out; only those who have",
            "fleet.yml:20:27: machine 'store-9' is not in the trusted inventory",
            "4 problems; no machine was contacted");
    assertThatNothingWasContacted();
  }

  @Test
  void whatIsTakenAwayIsTold() throws IOException {
    change("notify: [{webhook: \"https://hooks.example.com/t0ken\", on: [failed]}]\n", "");
    change("  jump: ops@bastion.example.com\n", "");

    assertThat(plan().err())
        .contains(
            "fleet.yml:1:1: the inventory lacks 'notify' of the trusted inventory SITE/base\n"
                + FIX,
            "fleet.yml:14:7: machine 'store-[1:2]' lacks 'jump' of the trusted inventory SITE/base\n");

    change(": {address: \"10.0.0.[1:2]\"}", ":");

    assertThat(plan().err())
        .contains("machine 'store-[1:2]' has another address in the trusted inventory SITE/base\n");
    assertThatNothingWasContacted();
  }

  @Test
  void noFileOfTheChangeIsUsed() throws IOException {
    // each would decide where we log in, what is read there, and what is put there
    Files.writeString(change.resolve("known_hosts"), "store-1 ssh-ed25519 AAAA\n");
    Files.createDirectories(folder.resolve("away/below"));
    Files.writeString(folder.resolve("away/manifest.json"), "not a manifest");
    Path far = folder.resolve("away/below/fleet.yml");
    Files.writeString(far, text);

    Ran ran = site.run("plan", "-q", "-i", far.toString(), "--trusted", base.toString());

    assertThat(ran).isEqualTo(new Ran(0, "2 machines: 2 to change\n", ""));
    Ran own = site.run("plan", "-q", "-i", far.toString());
    assertThat(own.exitCode()).isEqualTo(64);
  }

  @Test
  void aLinkLeadsNowhere() throws IOException {
    Path secret = Files.writeString(folder.resolve("token.yml"), "github.com: {oauth: gho_S3CRET}");
    Files.createSymbolicLink(change.resolve("fleet.yml"), secret);

    Ran ran = plan();

    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err())
        .isEqualTo(
            """
            SITE/change/fleet.yml: is behind a link, which could lead to what its authors may not read
                fix: name the files of the change themselves, in a checkout of their own
            1 problem; no machine was contacted
            """);
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), base);
    site.with("WALTER_FLEET_INVENTORY", linked.toString());
    assertThat(site.run("plan", "--trusted", base.toString()).err())
        .contains("SITE/linked/fleet.yml: is behind a link");
  }

  @Test
  void aTrustedInventoryThatIsTheChangeItselfOrNotThereHoldsNothing() throws IOException {
    change("jump: ops@bastion.example.com", "jump: evil.example.net");
    String itself = change + "/../change";

    assertThat(site.run("plan", "-i", changed(), "--trusted", itself))
        .isEqualTo(
            new Ran(
                64,
                "",
                """
                SITE/change/fleet.yml: belongs to the trusted inventory itself, so nothing would be held against it
                    fix: name the files of the change themselves, in a checkout of their own
                1 problem; no machine was contacted
                """));
    for (String nowhere : List.of("", folder.resolve("gone").toString())) {
      Ran ran = site.run("plan", "-i", changed(), "--trusted", nowhere);
      assertThat(ran.exitCode()).isEqualTo(64);
      assertThat(ran.err()).startsWith("--trusted: there is no trusted inventory at '");
    }
    Files.writeString(base.resolve("fleet.yml"), "fleet: 1\n");
    assertThat(plan().err()).startsWith("SITE/base/fleet.yml:1:1: the inventory has no 'apiVer");
    assertThatNothingWasContacted();
  }

  @Test
  void aSecretAddressOfTheTrustedInventoryIsNotRepeated() throws IOException {
    change("https://hooks.example.com/t0ken", "https://hooks.example.com/guess");

    Ran ran = plan();

    assertThat(ran.exitCode()).isEqualTo(64);
    assertThat(ran.err()).contains("'notify' is not as in").doesNotContain("t0ken", "guess");
  }

  @Test
  void aSingleFileIsATrustedInventoryToo() throws IOException {
    change("10.0.0.[1:2]", "10.0.0.[2:3]");
    String trusted = base.resolve("fleet.yml").toString();

    assertThat(site.run("plan", "-i", changed(), "--trusted", trusted).err())
        .contains("is not as in the trusted inventory SITE/base/fleet.yml\n");
    Files.copy(base.resolve("fleet.yml"), change.resolve("fleet.yml"), REPLACE_EXISTING);
    assertThat(site.run("plan", "-q", "-i", changed(), "--trusted", trusted).out())
        .isEqualTo("2 machines: 2 to change\n");
  }

  private void change(String was, String now) throws IOException {
    assertThat(text).contains(was);
    text = text.replace(was, now);
    Files.writeString(change.resolve("fleet.yml"), text);
  }

  private String changed() {
    return change.resolve("fleet.yml").toString();
  }

  private Ran plan(String... more) {
    return run("plan", more);
  }

  private Ran run(String verb, String... more) {
    List<String> words =
        new ArrayList<>(List.of(verb, "-i", changed(), "--trusted", base.toString()));
    words.addAll(List.of(more));
    return site.run(words.toArray(String[]::new));
  }

  private void assertThatNothingWasContacted() {
    for (String name : List.of("store-1", "store-2", "store-3", "store-9")) {
      assertThat(site.remote().connectionsOpened(name)).isZero();
    }
  }
}
