package io.walterfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.local.Programs.Ended;
import io.walterfleet.local.Programs.Ended.Kind;
import io.walterfleet.local.Programs.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs are given their words, bounded in time and talk, and ended with all they started. */
@Tag("unit")
@Timeout(60)
class ProcessesTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Processes processes = new Processes(Duration.ofMillis(300));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit 0                      | DONE   | done
          echo told; exit 3           | FAILED | ended with 3
          kill -9 $$                  | FAILED | ended with 137
          sleep 100                   | TIMED_OUT | took longer than 300 ms
          trap '' TERM; sleep 100     | TIMED_OUT | took longer than 300 ms
          yes                         | TIMED_OUT | took longer than 300 ms
          """)
  void whatAProgramDoesIsTold(String script, Kind kind, String words) throws Exception {
    Ended ended = sh(script, kind == Kind.TIMED_OUT ? SHORT : LONG);
    assertThat(ended.kind()).isEqualTo(kind);
    assertThat(ended.words()).isEqualTo(words);
  }

  @Test
  void whatIsNoProgramIsNotStarted() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");
    Path broken = executable("#!/no/such/interpreter\n");
    for (String word :
        List.of("/no/such", "no-such-program", plain.toString(), folder.toString())) {
      Ended ended = run(List.of(word), Map.of(), "", LONG);
      assertThat(ended)
          .isEqualTo(
              new Ended(
                  Kind.FAILED, "cannot be started: there is no such program that may be run", ""));
    }
    assertThat(run(List.of(broken.toString()), Map.of(), "", LONG).kind()).isEqualTo(Kind.FAILED);
  }

  @Test
  void noShellReadsTheWords() throws Exception {
    String odd = "$(id); `id` && * ~ \"'\\\n%s";
    Ended ended = run(List.of("printf", "%s|", odd, "", "b c"), Map.of(), "", LONG);
    assertThat(ended.output()).isEqualTo(odd + "||b c|");
  }

  @Test
  void variablesAndInputAreAsGiven() throws Exception {
    Ended ended =
        run(
            List.of("sh", "-c", "echo \"$FACT\"; cat; echo to the other stream >&2"),
            Map.of("FACT", "a 'fact'"),
            "the input\n",
            LONG);
    assertThat(ended.output()).isEqualTo("a 'fact'\nthe input\nto the other stream\n");
  }

  @Test
  void inputThatNobodyReadsHoldsNobodyUp() throws Exception {
    assertThat(run(List.of("true"), Map.of(), "x".repeat(10_000_000), LONG).isDone()).isTrue();
  }

  @Test
  void ofAFloodTheLastIsKept() throws Exception {
    Ended ended = sh("i=0; while [ $i -lt 100000 ]; do i=$((i+1)); echo line $i; done", LONG);
    assertThat(ended.output())
        .startsWith("(what came before is left out)\nline ")
        .endsWith("line 99999\nline 100000\n")
        .hasSizeLessThan(OutputTail.MOST_BYTES + 100);
  }

  @Test
  void aProgramThatLeavesSomethingRunningIsNotWaitedFor() throws Exception {
    long begun = System.nanoTime();
    Ended ended = sh("sleep 30 & echo $! > " + folder + "/pid; echo begun", LONG);
    assertThat(ended).isEqualTo(new Ended(Kind.DONE, "done", "begun\n"));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    assertThat(isAlive("pid")).isTrue();
    process("pid").orElseThrow().destroyForcibly();
  }

  @ParameterizedTest
  @CsvSource({"sleep 100", "setsid sleep 100", "trap '' TERM; sleep 100"})
  void whatEndsAProgramEndsAllThatItStarted(String child) throws Exception {
    String script =
        "(sh -c '%s' & echo $! > %s/child) ; sh -c \"sleep 100 & wait\" & wait"
            .formatted(child.replace("'", "'\\''"), folder);
    Ended ended =
        processes.run(
            new Program(List.of("sh", "-c", script), Map.of(), "", LONG), () -> isThere("child"));
    assertThat(ended.kind()).isEqualTo(Kind.ENDED);
    assertThat(ended.words()).isEqualTo("was ended");
    awaitEnd("child");
  }

  @Test
  void anInterruptedThreadLeavesNothingRunning() throws Exception {
    Thread runner =
        new Thread(
            () -> {
              try {
                sh(
                    "echo $$ > "
                        + folder
                        + "/pid.new; mv "
                        + folder
                        + "/pid.new "
                        + folder
                        + "/pid; sleep 100",
                    LONG);
              } catch (InterruptedException now) {
                Thread.currentThread().interrupt();
              }
            });
    runner.start();
    while (!isThere("pid")) {
      Thread.sleep(10);
    }
    runner.interrupt();
    runner.join();
    awaitEnd("pid");
  }

  private void awaitEnd(String file) throws Exception {
    for (int i = 0; i < 500 && isAlive(file); i++) {
      Thread.sleep(10);
    }
    assertThat(isAlive(file)).isFalse();
  }

  private boolean isAlive(String file) throws IOException {
    return process(file).filter(ProcessHandle::isAlive).isPresent();
  }

  private boolean isThere(String file) {
    try {
      return Files.readString(folder.resolve(file)).endsWith("\n");
    } catch (IOException absent) {
      return false;
    }
  }

  private Optional<ProcessHandle> process(String file) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve(file)).strip()));
  }

  private Ended sh(String script, Duration timeout) throws InterruptedException {
    return run(List.of("sh", "-c", script), Map.of(), "", timeout);
  }

  private Ended run(
      List<String> words, Map<String, String> variables, String input, Duration timeout)
      throws InterruptedException {
    return processes.run(new Program(words, variables, input, timeout), () -> false);
  }

  private Path executable(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("program"), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
