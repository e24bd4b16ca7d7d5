package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.health.GateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a machine whose records are not as this program left them, or not its own. */
@Tag("scripts")
class OwnRecordsTest {
  private static final String AWAY =
      "on the machine: mv ~/.walter-fleet/installed ~/.walter-fleet/installed.damaged; it then"
          + " counts as a machine that nothing was applied to, and the next apply makes a new record";

  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machine() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2");
    site.docker("store-1").pulled("ghcr.io/matchylabs/walter:1.8.2");
    inventory = site.inventory(List.of("store-1"), "rollout: {onFailure: leave}\n");
  }

  @Test
  void whatALaterProgramAddsChangesNothing() throws IOException {
    apply();
    edit("installed", "(?m)^target=.*$", "$0 smtp.example.com");
    edit("installed", "(?m)^end=1$", "smtp=mail.example.com\nend=1");
    assertThat(quiet("plan")).isEqualTo(new Ran(0, "1 machine: 1 in sync\n", ""));
    site.edit("store-1", "walter:1.8.3", "walter:1.8.2");
    assertThat(quiet("drift").exitCode()).isEqualTo(2);
    site.edit("store-1", "walter:1.8.2", "walter:1.8.3");
    assertThat(quiet("rollback", "--all", "--yes", "--data", "none").exitCode()).isZero();
    site.forgetWishes();
  }

  /** The files as the program wrote them before a key and a step were a row each. */
  @Test
  void whatTheProgramBeforeLeftIsPlannedCheckedPutBackAndAppliedAgain() throws IOException {
    apply();
    String stamp = value("journal", "stamp");
    for (String record : List.of("installed", "journal", "backups/" + stamp + "/info")) {
      asBefore(record);
    }
    assertThat(quiet("plan")).isEqualTo(new Ran(0, "1 machine: 1 in sync\n", ""));
    assertThat(quiet("drift").exitCode()).isZero();
    site.edit("store-1", "walter:1.8.3", "walter:1.8.2");
    assertThat(quiet("drift").exitCode()).isEqualTo(2);
    assertThat(quiet("drift", "--correct", "--yes").exitCode()).isZero();
    assertThat(quiet("plan").out()).isEqualTo("1 machine: 1 in sync\n");
    assertThat(run("backups").out()).contains(stamp + "  ");
    assertThat(quiet("rollback", "--all", "--yes", "--data", "none", "--to", stamp).exitCode())
        .isZero();
    assertThat(quiet("plan").out()).isEqualTo("1 machine: 1 to change\n");
    apply();
    assertThat(quiet("plan").out()).isEqualTo("1 machine: 1 in sync\n");
  }

  private void asBefore(String record) throws IOException {
    Path file = state().resolve(record);
    String name = file.getFileName().toString();
    String text = Files.readString(Path.of("src/test/resources/records/1.0.0").resolve(name));
    text =
        text.replace("INSTALL", value("journal", "install"))
            .replace("STAMP", value("journal", "stamp"))
            .replace("RUN", value("journal", "run"))
            .replace("INODE", value("journal", "inode"))
            .replace("BUNDLE", value("installed", "bundle"));
    Files.writeString(file, text);
  }

  private String value(String record, String key) throws IOException {
    return Files.readString(state().resolve(record))
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .collect(Collectors.joining());
  }

  @Test
  void aDamagedRecordIsUnknownToAllCommandsAndTheFixIsAWayOut() throws IOException {
    apply();
    edit("installed", "(?s).*", "");
    String reason = "applied could not be read: ~/.walter-fleet/installed is damaged";
    isUnknown(reason, AWAY);
    Path record = state().resolve("installed");
    Files.move(record, state().resolve("installed.damaged"));
    assertThat(quiet("plan").out()).isEqualTo("1 machine: 1 to change\n");
    apply();
    assertThat(quiet("plan").out()).isEqualTo("1 machine: 1 in sync\n");
    assertThat(quiet("rollback", "--all", "--yes", "--data", "none").exitCode()).isZero();
    site.forgetWishes();
  }

  @Test
  void aRecordOfANewerProgramIsSaidToBeOne() throws IOException {
    apply();
    edit("installed", "format=1\n", "format=2\n");
    isUnknown(
        "applied could not be read: ~/.walter-fleet/installed was written by a newer walter-fleet"
            + " (format 2)",
        "use that version here, or a newer one; walter-fleet --version says which this is");
    edit("installed", "format=2\n", "format=1\n");
  }

  @Test
  void theRecordsOfAnotherInstallSayNothingOfThisOne() throws IOException {
    apply();
    Path install = site.remote().home("store-1").resolve("walter-onprem");
    Path fleet = Path.of(inventory);
    String before = Files.readString(fleet);
    Files.writeString(
        fleet, before.replace("backup: none", "backup: none, installDir: walter-two"));
    isUnknown(
        "records could not be read: they are those of "
            + install.toString().replace("" + folder, "SITE"),
        "give each install a user of its own; if the other one is not used any more, move it away"
            + " on the machine");
    Files.writeString(fleet, before);
  }

  @Test
  void recordsThatRootKeptAreNotAbsentForTheUser() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path sudo = Files.writeString(bin.resolve("sudo"), "#!/bin/sh\nshift\nexec \"$@\"\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
    site.remote().firstOnPath(bin);
    site.gate("store-1", new GateResult.NotReady("it answers 502", "look at its log"));
    String root =
        site.inventory(List.of("store-1"), "rollout: {onFailure: leave}\nssh: {become: true}\n");
    assertThat(quiet("apply", "--yes").exitCode()).isEqualTo(3);
    Files.writeString(
        Path.of(root), Files.readString(Path.of(root)).replace("become: true", "become: false"));
    asAnotherUser();
    isUnknown(
        "state could not be read: SITE/machines/store-1/.walter-fleet cannot be read by this user",
        "set ssh.become: true for it if walter-fleet ran there with that; else give it back to this"
            + " user on the machine (chown)");
    site.forgetWishes();
  }

  @Test
  void aSudoThatSpeaksTheMachinesLanguageIsUnderstood() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path sudo =
        Files.writeString(
            bin.resolve("sudo"),
            "#!/bin/sh\nif [ \"$LC_ALL\" = C ]; then echo 'sudo: a password is required'; else echo"
                + " 'sudo: Ein Passwort ist notwendig'; fi >&2\nexit 1\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
    site.remote().firstOnPath(bin).shell("env", "LC_ALL=de_DE.UTF-8", "sh", "-c");
    site.inventory(List.of("store-1"), "ssh: {become: true}\n");
    isUnknown(
        "sudo does not let this user run it without a password",
        "let this user run sudo without a password (NOPASSWD: ALL in /etc/sudoers.d), or set"
            + " ssh.become: false");
  }

  /** What logs in from now on may look at all but what is root's alone. */
  private void asAnotherUser() throws IOException {
    Path home = site.remote().home("store-1");
    for (Path place : List.of(home, folder.resolve("machines"), folder)) {
      Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (Stream<Path> docker = Files.walk(home.resolve(".stand-in"))) {
      for (Path file : docker.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
      }
    }
    boolean root = System.getProperty("user.name").equals("root");
    if (root) {
      site.remote().shell("setpriv", "--reuid=4711", "--regid=4711", "--clear-groups", "sh", "-c");
    }
    Files.setPosixFilePermissions(
        state(), PosixFilePermissions.fromString(root ? "rwx------" : "---------"));
  }

  private void apply() {
    assertThat(quiet("apply", "--yes").exitCode()).isZero();
  }

  /** Each command that reads the machine says so, and none does anything there. */
  private void isUnknown(String reason, String fix) {
    for (String command :
        List.of(
            "plan",
            "apply --yes --force --retarget",
            "status",
            "drift",
            "rollback --all --yes",
            "backups")) {
      Ran ran = run(command);
      assertThat(ran.exitCode()).as(command + ran).isEqualTo(8);
      assertThat((ran.out() + ran.err()).replaceAll("\\s+", " "))
          .as(command)
          .contains(" " + reason + " fix: " + fix + " ");
    }
  }

  private Path state() {
    return site.remote().home("store-1").resolve(".walter-fleet");
  }

  private void edit(String record, String pattern, String by) throws IOException {
    Path file = state().resolve(record);
    Files.writeString(file, Files.readString(file).replaceFirst(pattern, by));
  }

  private Ran quiet(String... words) {
    return run(String.join(" ", words) + " -q");
  }

  private Ran run(String line) {
    return site.run((line + " -i " + inventory).split(" "));
  }
}
