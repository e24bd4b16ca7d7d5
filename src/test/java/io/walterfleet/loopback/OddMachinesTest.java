package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Machines that are unlike the usual one, and come to run the latest patch all the same. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddMachinesTest {
  private static final int INSTALLED = 9;
  private static final String NOISE =
      "echo 'walter-fleet 0 begin'; echo 'key=value'; echo hint >&2";

  private Desk desk;
  private int next;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.with(INSTALLED + 4);
    desk.fleet().install(Desk.FROM, desk.fleet().machines().subList(0, INSTALLED));
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @Test
  void fishAsLoginShellThatPrintsNoise() throws Exception {
    LoopbackMachine machine = machine();
    machine.loginShell("/usr/bin/fish");
    write(machine.home().resolve(".config/fish/config.fish"), "echo Welcome\n");
    getsTheLatestPatch(machine);
  }

  @Test
  void cshAsLoginShellThatPrintsNoise() throws Exception {
    LoopbackMachine machine = machine();
    machine.loginShell("/bin/csh");
    write(machine.home().resolve(".cshrc"), "echo Welcome\nset noclobber\n");
    getsTheLatestPatch(machine);
  }

  @Test
  void bashWhoseStartUpFileImitatesAnAnswer() throws Exception {
    LoopbackMachine machine = machine();
    machine.loginShell("/bin/bash");
    write(machine.home().resolve(".bashrc"), NOISE + "\nset -u\n");
    getsTheLatestPatch(machine);
  }

  @Test
  void bashWhoseStartUpFilePrintsMegabytes() throws Exception {
    LoopbackMachine machine = machine();
    machine.loginShell("/bin/bash");
    write(
        machine.home().resolve(".bashrc"),
        "yes Welcome | head -c 3000000; yes Warning | head -c 3000000 >&2\n");
    getsTheLatestPatch(machine);
  }

  @Test
  void composeVersionOneAlone() throws Exception {
    LoopbackMachine machine = machine();
    machine.docker().onlyComposeV1();
    getsTheLatestPatch(machine);
    assertThat(machine.docker().changes()).allMatch(call -> call.startsWith("docker-compose "));
  }

  @Test
  void aHomeWhoseNameHasASpace() throws Exception {
    LoopbackMachine machine = machine();
    machine.moveHome("a home of 'Ana' & $Co");
    getsTheLatestPatch(machine);
  }

  @Test
  void anInstallThatIsASymbolicLink() throws Exception {
    LoopbackMachine machine = machine();
    Path disk = machine.home().resolve("disk/walter");
    Files.createDirectories(machine.home().resolve("disk"));
    Files.move(machine.install(), disk);
    Files.createSymbolicLink(machine.install(), disk);
    getsTheLatestPatch(machine);
    assertThat(machine.install()).isSymbolicLink();
    assertThat(disk.resolve("VERSION")).hasContent("2026.11.1\n");
  }

  @Test
  void aDockerThatAnswersSlowly() throws Exception {
    LoopbackMachine machine = machine();
    machine.docker().delay("^info", Duration.ofSeconds(3));
    getsTheLatestPatch(machine);
  }

  @Test
  void busyboxForAllTools() throws Exception {
    LoopbackMachine machine = machine();
    machine.busybox();
    getsTheLatestPatch(machine);
  }

  @Test
  void noInstallAtAll() throws Exception {
    LoopbackMachine machine = desk.machine(INSTALLED);
    getsTheLatestRelease(machine);
    assertThat(machine.install().resolve(".env.deploy"))
        .hasContent(
            """
            WALTER_IMAGE=ghcr.io/matchylabs/walter:1.8.3
            WALTER_MODE=internal-tls
            PHX_HOST=%s
            WALTER_HTTPS_PORT=%d
            """
                .formatted(machine.host(), machine.httpsPort()));
  }

  @Test
  void anEmptyDirectoryInPlaceOfAnInstall() throws Exception {
    LoopbackMachine machine = desk.machine(INSTALLED + 1);
    Files.createDirectories(machine.install());
    getsTheLatestRelease(machine);
  }

  @Test
  void aForeignDirectoryThatMayBeReplacedIsKeptAside() throws Exception {
    LoopbackMachine machine = desk.machine(INSTALLED + 2);
    write(machine.install().resolve("notes.txt"), "mine\n");
    getsTheLatestRelease(machine, "--force");
    try (DirectoryStream<Path> kept =
        Files.newDirectoryStream(machine.home(), "walter-onprem.backup-*")) {
      assertThat(kept.iterator().next().resolve("notes.txt")).hasContent("mine\n");
    }
  }

  @Test
  void aRetiredInstallBesideWhichANewOneIsWanted() throws Exception {
    LoopbackMachine machine = desk.machine(INSTALLED + 3);
    write(machine.home().resolve("walter-selfhost/data"), "old\n");
    getsTheLatestRelease(machine, "--force");
    assertThat(machine.home().resolve("walter-selfhost/data")).hasContent("old\n");
  }

  private LoopbackMachine machine() {
    return desk.machine(next++);
  }

  private void getsTheLatestPatch(LoopbackMachine machine) throws Exception {
    brought(machine, desk.inventory());
  }

  private void getsTheLatestRelease(LoopbackMachine machine, String... more) throws Exception {
    String keys = "host: %s, httpsPort: %d".formatted(machine.host(), machine.httpsPort());
    brought(machine, desk.inventory().defaults("mode: internal-tls").machine(machine, keys), more);
  }

  private void brought(LoopbackMachine machine, Inventory wanted, String... more) throws Exception {
    Path inventory = desk.write(wanted.only(List.of(machine)));
    assertThat(desk.apply(inventory, more)).isEqualTo(Desk.applied(1));
    desk.assertNothingToDo(1, inventory);
    assertThat(machine.docker().running())
        .isEqualTo(
            Map.of(
                "postgres", "ghcr.io/matchylabs/postgres:15",
                "walter", "ghcr.io/matchylabs/walter:1.8.3"));
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
