package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.PlanJson;
import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.testbed.LoopbackMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines on which nothing must be done: one plan of them all, then one test for each. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedMachinesTest {
  private static final String MEND = "mend that on the machine, then run this command again";

  private static final String NIL_POINTER =
      "template: :1:5: executing \"\" at <.ServerVersion>: reflect: indirection through nil pointer";

  private Desk desk;
  private Path inventory;
  private Ran planned;
  private Plan plan;

  @BeforeAll
  void start() throws Exception {
    desk = Desk.with(20);
    IntStream installed = IntStream.concat(IntStream.rangeClosed(0, 9), IntStream.of(19));
    desk.fleet().install(Desk.FROM, installed.mapToObj(desk::machine).toList());
    spoilDocker();
    spoilInstalls();
    inventory = desk.write(strangers());
    desk.fleet().clearLogs();
    String file = desk.folder().resolve("plan.json").toString();
    planned = desk.run("plan", "--quiet", "-i", inventory.toString(), "--out", file);
    plan = PlanJson.read(Files.readString(Path.of(file)));
  }

  private void spoilDocker() throws Exception {
    desk.machine(0).docker().uninstall();
    desk.machine(1).docker().noCompose();
    desk.machine(2).docker().fail("^info", 1, "Cannot connect to the Docker daemon at unix:///x.");
    desk.machine(3).docker().delay("^info", Duration.ofSeconds(60));
    // Docker 20.10 says where its template broke, and not that the socket is closed to this user
    desk.machine(4).docker().fail("^info", 1, NIL_POINTER);
    desk.machine(4).docker().fail("^ps", 1, "Got permission denied while trying to connect");
  }

  private void spoilInstalls() throws Exception {
    desk.machine(5).without("sha256sum");
    desk.machine(6).hide(desk.machine(6).install().resolve(".env.deploy"));
    append(desk.machine(7), "NUL=\0\n");
    append(desk.machine(8), "CERT=\"-----BEGIN\n");
    append(desk.machine(9), "PHX_HOST=${DOMAIN}\n");
    Files.createDirectories(desk.machine(10).install());
    Files.writeString(desk.machine(10).install().resolve("notes.txt"), "mine\n");
    Files.createDirectories(desk.machine(11).home().resolve("walter-selfhost"));
    Files.createSymbolicLink(desk.machine(12).install(), Path.of("gone"));
    Path env = desk.machine(19).install().resolve(".env.deploy");
    Files.move(env, desk.machine(19).home().resolve("env"));
    Files.createSymbolicLink(env, Path.of("../env"));
  }

  /** Machines 13 to 18 are reached in a way that must fail. */
  private Inventory strangers() throws Exception {
    Path empty = Files.writeString(desk.folder().resolve("empty_hosts"), "");
    String known = Files.readString(desk.fleet().knownHosts());
    Path other = Files.writeString(desk.folder().resolve("other_hosts"), swapped(known));
    return desk.inventory()
        .machine(desk.machine(14), "ssh: {user: nobody-here}")
        .machine(desk.machine(15), "ssh: {knownHostsFile: '" + empty + "'}")
        .machine(desk.machine(16), "ssh: {knownHostsFile: '" + other + "'}")
        .machine(desk.machine(17), "ssh: {port: 1}")
        .machine(desk.machine(18), "ssh: {identityFile: /no/such/key}");
  }

  /** The same with one letter of each key changed, as by another key of the same type. */
  private static String swapped(String knownHosts) {
    return knownHosts.replaceAll("(?m) (AAAA\\S{40})\\S{3}", " $1xyz");
  }

  private static void append(LoopbackMachine machine, String text) throws Exception {
    Path env = machine.install().resolve(".env.deploy");
    Files.writeString(env, Files.readString(env) + text);
  }

  @AfterAll
  void stop() throws Exception {
    desk.close();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0  | no docker                    | blocked: docker is not installed | install Docker with Compose
          1  | no Compose                   | blocked: Docker Compose is not installed | install the Compose v2 plugin
          2  | the daemon is down           | unknown: docker could not be read: the engine does not run | start it on the machine: sudo systemctl enable --now docker
          3  | the daemon hangs             | unknown: docker could not be read: the engine gives no answer | look on the machine at 'docker info' and at the engine's log: sudo journalctl -u docker
          4  | the daemon is not ours       | unknown: docker could not be read: this user may not talk to the engine (permission denied) | as this user on the machine: sudo usermod -aG docker "$(id -un)" (it holds from the next login on), or set ssh.become: true
          5  | a tool is missing            | unknown: the machine lacks sha256sum | install sha256sum on it
          6  | .env.deploy is unreadable    | unknown: env could not be read: HOME/walter-onprem/.env.deploy cannot be read by this user | set ssh.become: true for it if walter-fleet ran there with that; else give it back to this user on the machine (chown)
          7  | .env.deploy has a NUL byte   | unknown: env could not be read: HOME/walter-onprem/.env.deploy has a NUL byte, which Compose cannot read | MEND
          8  | .env.deploy has an open quote | unknown: env could not be read: the quote in line 8 is never closed | MEND
          9  | a managed key is a reference | unknown: env.host could not be read: "PHX_HOST in line 8: its value refers to another variable" | MEND
          10 | a foreign directory          | blocked: ~/walter-onprem is not empty and is not a Walter install | look at it; if it may be moved aside: force: true for this machine, or --force
          11 | walter-selfhost only         | blocked: only a retired walter-selfhost install is here, which is never upgraded in place | plan the move: stop it, say 'force: true' for a fresh install beside it, and carry the old data over by hand
          12 | a dangling symbolic link     | unknown: install could not be read: HOME/walter-onprem is a symbolic link to something that does not exist | MEND
          13 | a first install without mode | blocked: there is no install, and a first install needs 'mode' and 'host' | add them to machine-014 at DESK/fleet.yml:23:7
          14 | a user who may not log in    | unknown: 127.1.0.15 port PORT refused the login of 'nobody-here' with: FLEET/keys/id | add the public key to ~/.ssh/authorized_keys of 'nobody-here' there, or set ssh.user or ssh.identityFile
          15 | an unknown host key          | unknown: the host key of 127.1.0.16 port PORT is not known: it shows FINGERPRINT (ssh-ed25519), and there is no line for '[127.1.0.16]:PORT' in DESK/empty_hosts | compare the fingerprint on the machine's console, then add the line: [127.1.0.16]:PORT ssh-ed25519 KEY (or set ssh.hostKey: "FINGERPRINT", or ssh.hostKeys: accept-new)
          16 | a changed host key           | unknown: the host key of 127.1.0.17 port PORT is not the known one: it shows FINGERPRINT (ssh-ed25519), known is FINGERPRINT (ssh-ed25519) at DESK/other_hosts:17 | if the machine was reinstalled, compare the fingerprint on its console and run: ssh-keygen -f 'DESK/other_hosts' -R '[127.1.0.17]:PORT'; otherwise someone may be listening in; nothing was sent to it
          17 | nobody listens               | unknown: cannot connect to 127.1.0.18 port 1: connection refused | check that the machine is up, its SSH server listens there, and no firewall is between
          18 | the key file is missing      | unknown: there is no key file /no/such/key | mend ssh.identityFile, or copy the key there
          19 | .env.deploy is a link        | blocked: ~/walter-onprem/.env.deploy is a symbolic link, which a swap would break | put the file that it leads to in its place, then run this command again
          """)
  void thePlanSaysWhyAndWhatToDo(int index, String name, String verdict, String fix) {
    MachinePlan.Judgement judgement = plan.machines().get(index).judgement();
    String said = judgement.verdict().word() + ": " + judgement.reason() + " | " + judgement.fix();
    assertThat(desk.named(said).replace(home(index), "HOME"))
        .isEqualTo(verdict + " | " + fix.replace("MEND", MEND));
  }

  @Test
  void thePlanExitsWithUnobservable() {
    assertThat(planned).isEqualTo(new Ran(8, "20 machines: 6 blocked, 14 unknown\n", ""));
  }

  @Test
  void applyTouchesNoneNorDoesASecondOneAndASecondPlanRefusesTheSame() throws Exception {
    for (String time : List.of("once", "again")) {
      assertThat(desk.apply(inventory, "-l", "*:!machine-004"))
          .as(time)
          .isEqualTo(new Ran(8, "19 machines: 19 skipped in TIME\n", ""));
    }
    Path file = desk.folder().resolve("again.json");
    desk.run(
        "plan", "-q", "-i", inventory.toString(), "-l", "*:!machine-004", "--out", file.toString());
    List<MachinePlan> again = PlanJson.read(Files.readString(file)).machines();
    assertThat(again.stream().map(MachinePlan::judgement))
        .isEqualTo(
            plan.machines().stream()
                .filter(one -> !one.name().equals("machine-004"))
                .map(MachinePlan::judgement)
                .toList());
    for (LoopbackMachine machine : desk.fleet().machines()) {
      assertThat(machine.docker().changes()).isEmpty();
      assertThat(machine.home().resolve(".walter-fleet")).doesNotExist();
    }
  }

  @Test
  void nothingIsSentToWhomWeDoNotKnow() throws Exception {
    for (int index : List.of(14, 15, 16, 17, 18)) {
      assertThat(desk.machine(index).commands()).isEmpty();
    }
    List<String> logins = List.of(desk.machine(15).address(), desk.machine(16).address());
    assertThat(desk.fleet().log().logins()).doesNotContainAnyElementsOf(logins);
  }

  private String home(int index) {
    return desk.named(desk.machine(index).home().toString());
  }
}
