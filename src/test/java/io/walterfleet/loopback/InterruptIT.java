package io.walterfleet.loopback;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.loopback.Desk.Ran;
import io.walterfleet.testbed.LoopbackMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed program, as a process, gets a signal while it changes machines. */
@Tag("loopback")
@Timeout(120)
class InterruptIT {
  private Desk desk;
  private Path inventory;

  @BeforeEach
  void start() throws Exception {
    desk = Desk.withInstalled(2, Desk.FROM);
    desk.machine(0).docker().delay(" up -d", Duration.ofSeconds(4));
    inventory = desk.write(desk.inventory().rollout("batch: [1]"));
  }

  @AfterEach
  void stop() throws Exception {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void onceBringsUpWhatIsDownAndReleasesTheLock(String signal) throws Exception {
    Process program = apply();
    try {
      Desk.await(() -> isRestarting(desk.machine(0)));
      signal(signal, program);
      assertThat(ended(program).exitValue()).isEqualTo(130);
      assertThat(said())
          .endsWith(
              """
              applied: machine-001
              skipped: machine-002
                  interrupted before its turn

              2 machines: 1 applied, 1 skipped in TIME; interrupted
              """);
      assertThat(desk.apply(inventory))
          .isEqualTo(new Ran(0, "2 machines: 1 in sync, 1 applied in TIME\n", ""));
      desk.assertNothingToDo(2, inventory);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void twiceLeavesAtOnceAndTheStepGoesOnUnderItsLock() throws Exception {
    Process program = apply();
    try {
      Desk.await(() -> isRestarting(desk.machine(0)));
      signal("INT", program);
      Desk.await(() -> Files.readString(desk.folder().resolve("out")).contains("Interrupted"));
      Thread.sleep(600); // what arrives sooner is the same signal
      signal("INT", program);
      assertThat(ended(program).exitValue()).isEqualTo(130);
      assertThat(said())
          .endsWith(
              """
              Stopped at once. Steps that have begun keep running on their machines; run the same command again to resume.
              Walter may be down on: machine-001 (restart)
              """);
    } finally {
      program.destroyForcibly();
    }
    assertThat(desk.run("history").out()).containsPattern("RUN +unfinished +- ");
    Ran locked = desk.run("plan", "-i", inventory.toString(), "-l", "machine-001");
    assertThat(locked.exitCode()).isEqualTo(6);
    Desk.await(() -> hasEnded("restart"));
    Ran unlocked = desk.run("unlock", id(), "-i", inventory.toString(), "-l", "machine-001");
    assertThat(unlocked.out())
        .matches("machine-001: released the lock of \\S+@\\S+\n1 machine: 1 released\n");
    assertThat(desk.apply(inventory)).isEqualTo(Desk.applied(2));
    desk.assertNothingToDo(2, inventory);
    assertThat(desk.machine(0).docker().calls().stream().filter(call -> call.contains(" up -d")))
        .hasSize(1);
  }

  /** Says whether a step of the first machine's only run is over. */
  private boolean hasEnded(String step) throws IOException {
    try (Stream<Path> runs = Files.list(desk.machine(0).home().resolve(".walter-fleet/steps"))) {
      return runs.anyMatch(run -> Files.exists(run.resolve(step).resolve("exit")));
    }
  }

  private Process apply() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "target/walter-fleet", "apply", "--yes", "-f", "1", "-i", inventory.toString())
            .redirectErrorStream(true)
            .redirectOutput(desk.folder().resolve("out").toFile());
    builder.environment().put("XDG_CACHE_HOME", desk.folder().resolve("cache").toString());
    builder.environment().put("XDG_STATE_HOME", desk.folder().resolve(".local/state").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process program = builder.start();
    program.getOutputStream().close();
    return program;
  }

  private static void signal(String name, Process program) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(program.pid())).start().waitFor();
  }

  private static Process ended(Process program) throws InterruptedException {
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return program;
  }

  private String said() throws IOException {
    return desk.named(Files.readString(desk.folder().resolve("out")));
  }

  /** The id of the first machine's lock, from the words that the program gave to its operator. */
  private String id() throws IOException {
    List<String> spoken = desk.spoken();
    return spoken
        .get(spoken.size() - 2)
        .replaceAll("(?s).*walter-fleet unlock -i \\S+ (\\S+).*", "$1");
  }

  private static boolean isRestarting(LoopbackMachine machine) throws IOException {
    return machine.docker().calls().stream().anyMatch(call -> call.contains(" up -d"));
  }
}
