package io.walterfleet.ssh;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Input;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.ShellQuoting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login shell may be anything; it only starts sh. */
@Tag("loopback")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginShellTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private SshFleet fleet;

  @BeforeAll
  void start() throws Exception {
    fleet = SshFleet.start(1);
  }

  @AfterAll
  void stop() throws Exception {
    fleet.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/fish", "/bin/csh"})
  void aScriptOnStandardInputRunsUnderEveryLoginShell(String shell) throws Exception {
    fleet.fleet().machine(0).loginShell(shell);
    assertThat(run(new Program("exec sh -s", Input.text("v='it'\"'\"'s'\necho \"$v\"\nexit 4\n"))))
        .isEqualTo(new Reply(4, "it's\n", "", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/fish", "/bin/csh"})
  void everyWordPassesEveryLoginShell(String shell) throws Exception {
    fleet.fleet().machine(0).loginShell(shell);
    String line =
        Stream.of("printf", "<%s>", "a  b", "$HOME", "`id`", "*", "~", "a;b", "#")
            .map(ShellQuoting::quoted)
            .collect(joining(" "));
    assertThat(run(new Program(line, Input.text(""))).out())
        .isEqualTo("<a  b><$HOME><`id`><*><~><a;b><#>");
  }

  @Test
  void noiseOfAStartUpFileComesBeforeTheOutput() throws Exception {
    fleet.fleet().machine(0).loginShell("/bin/bash");
    Path noise = fleet.fleet().machine(0).home().resolve(".bashrc");
    Files.writeString(noise, "echo Welcome; echo hint >&2\n");
    Reply reply = run(new Program("exec sh -s", Input.text("echo fact\n")));
    Files.delete(noise);
    assertThat(reply).isEqualTo(new Reply(0, "Welcome\nfact\n", "hint\n", false));
  }

  private Reply run(Program program) throws Exception {
    try (Connection connection = fleet.remote().open(fleet.machine(0))) {
      return connection.run(program, LONG);
    }
  }
}
