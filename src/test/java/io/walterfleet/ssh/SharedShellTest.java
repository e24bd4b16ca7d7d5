package io.walterfleet.ssh;

import static io.walterfleet.ssh.SshFleet.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts on one connection share a shell, and nothing else. */
@Tag("loopback")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedShellTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String SHELL = "exec sh -s";

  private SshFleet fleet;
  private Connection connection;

  @BeforeAll
  void start() throws Exception {
    fleet = SshFleet.start(1, "MaxSessions 1");
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
  }

  /** The first program of a connection has a channel of its own. */
  @BeforeEach
  void connect() throws Exception {
    fleet.fleet().machine(0).loginShell("/bin/sh");
    fleet.fleet().machine(0).sh("/bin/dash");
    connection = fleet.remote().open(fleet.machine(0));
    connection.run(program("true"), LONG);
    fleet.fleet().clearLogs();
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/bin/sh,/bin/dash",
    "/bin/bash,/bin/bash",
    "/bin/dash,/bin/busybox",
    "/usr/bin/fish,/bin/dash",
    "/bin/csh,/bin/dash"
  })
  void eachScriptHasAProcessOfItsOwn(String login, String sh) throws Exception {
    fleet.fleet().machine(0).loginShell(login);
    fleet.fleet().machine(0).sh(sh);
    String pid = script("trap 'echo bye' EXIT; set -e; exec 2>&1; kept=1; cd /; echo $$").out();
    Reply reply =
        script("echo \"${kept-none} $(pwd) ${walter_fleet_program-}\"; cat; echo $$; exit 7");
    String[] lines = reply.out().split("\n", -1);
    assertThat(pid).endsWith("\nbye\n");
    assertThat(lines[0]).isEqualTo("none " + home().toRealPath() + " ");
    assertThat(lines[1]).matches("\\d+").isNotEqualTo(pid.split("\n", -1)[0]);
    assertThat(reply).isEqualTo(new Reply(7, lines[0] + "\n" + lines[1] + "\n", "", false));
    assertThat(fleet.fleet().log().commands()).hasSize(1);
  }

  @Test
  void whatAScriptSaysIsKeptToTheByte() throws Exception {
    assertThat(script("")).isEqualTo(new Reply(0, "", "", false));
    assertThat(script("printf 'it'\"'\"'s %%\\\\ ü\\n\\n'; printf x >&2; exit 255"))
        .isEqualTo(new Reply(255, "it's %\\ ü\n\n", "x", false));
    Reply reply =
        script("head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero >&2; echo end");
    assertThat(reply.out()).endsWith("xxxend\n").hasSizeGreaterThan(Reply.LIMIT - 100);
    assertThat(reply.truncated()).isTrue();
  }

  @Test
  void aKilledScriptIsToldAtOnce() throws Exception {
    script("true");
    assertThat(failureOf("kill -9 $$").reason())
        .isEqualTo("the command was killed on the machine by signal KILL");
    assertThat(script("echo on").out()).isEqualTo("on\n");
  }

  @Test
  void aKilledShellIsALostConnection() throws Exception {
    script("true");
    RemoteException failure = failureOf("echo $PPID; kill -9 $PPID");
    assertThat(failure.kind()).isEqualTo(Kind.LOST);
    assertThat(script("echo on").out()).isEqualTo("on\n");
  }

  @Test
  void aShellThatEndsUnderAScriptIsALostConnection() throws Exception {
    script("true");
    assertThat(failureOf("kill -9 $PPID; exec sleep 0").kind()).isEqualTo(Kind.LOST);
  }

  @Test
  void aScriptThatHangsTimesOutAndTheNextHasAnotherShell() throws Exception {
    script("true");
    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class,
            () ->
                connection.run(
                    Program.script(SHELL, "echo $$ >hung; exec sleep 300"),
                    Duration.ofMillis(700)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    // where one session is allowed at a time, nothing else can be run as long as it hangs
    ProcessHandle.of(Long.parseLong(Files.readString(home().resolve("hung")).strip()))
        .orElseThrow()
        .destroy();
    assertThat(script("echo on").out()).isEqualTo("on\n");
  }

  @Test
  void aProcessThatOutlivesItsScriptHoldsNothingUp() throws Exception {
    Reply reply = script("(while [ ! -e go ]; do sleep 0.1; done; echo late; : >gone) & echo now");
    assertThat(reply.out()).isEqualTo("now\n");
    Reply next = script(": >go; while [ ! -e gone ]; do sleep 0.1; done; echo next");
    assertThat(next.out()).endsWith("next\n");
  }

  @Test
  void whateverElseIsRunEndsTheShellFirst() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(script("echo script").out()).isEqualTo("script\n");
      assertThat(script("echo again").out()).isEqualTo("again\n");
      assertThat(connection.run(program("echo command"), LONG).out()).isEqualTo("command\n");
    }
    assertThat(script("echo " + "x".repeat(200_000)).out()).hasSize(200_001);
    assertThat(connection.run(Program.script("exec env WITH=more sh -s", "echo $WITH"), LONG).out())
        .isEqualTo("more\n");
    assertThat(fleet.fleet().log().connections()).isEmpty();
  }

  @Test
  void aShellThatDoesNotStartSaysWhy() throws Exception {
    Program refused = Program.script("echo 'sudo: no' >&2; exit 1", "echo no");
    assertThat(connection.run(refused, LONG)).isEqualTo(new Reply(1, "", "sudo: no\n", false));
    assertThat(script("echo on").out()).isEqualTo("on\n");
  }

  @Test
  void noiseOfAStartUpFileComesBeforeTheFirstScript() throws Exception {
    fleet.fleet().machine(0).loginShell("/bin/bash");
    Files.writeString(home().resolve(".bashrc"), "printf Welcome; echo hint >&2\n");
    Reply first = script("echo fact");
    Reply second = script("echo fact");
    Files.delete(home().resolve(".bashrc"));
    assertThat(first).isEqualTo(new Reply(0, "fact\n", "hint\n", false));
    assertThat(second).isEqualTo(new Reply(0, "fact\n", "", false));
  }

  @Test
  void aLoginShellThatWaitsForTheEndOfTheInputIsServedToo() throws Exception {
    Path patient = fleet.file("patient", "#!/bin/sh\nprintf '%s\\n' \"$(cat)\" | sh -c \"$2\"\n");
    Files.setPosixFilePermissions(patient, PosixFilePermissions.fromString("rwxr-xr-x"));
    fleet.fleet().machine(0).loginShell(patient.toString());
    assertThat(script("echo one; exit 5")).isEqualTo(new Reply(5, "one\n", "", false));
    assertThat(script("echo two")).isEqualTo(new Reply(0, "two\n", "", false));
  }

  @Test
  void nothingIsLeftWhenTheConnectionIsClosed() throws Exception {
    long shell = Long.parseLong(script("echo $PPID").out().strip());
    ProcessHandle process = ProcessHandle.of(shell).orElseThrow();
    connection.close();
    process.onExit().get(30, TimeUnit.SECONDS);
    assertThat(process.isAlive()).isFalse();
  }

  private Reply script(String text) throws Exception {
    return connection.run(Program.script(SHELL, text), LONG);
  }

  private RemoteException failureOf(String text) {
    return catchThrowableOfType(RemoteException.class, () -> script(text));
  }

  private Path home() {
    return fleet.fleet().machine(0).home();
  }
}
