package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.remote.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a step is started, attached to, and found dead. */
@Tag("scripts")
class ScriptRunTest {
  private static final String ENV =
      "DB_PASSWORD=\"correct horse\"\nTOKEN='hunter22' # x\nWALTER_IMAGE="
          + Bench.OLD
          + "\nPHX_HOST=a\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void howeverManyAskForItAStepRunsOnceAndAllHearItsResult(Shell shell) throws Exception {
    Bench bench = installed(shell);
    hook(bench, "pull", "sleep 1");

    List<Bench.Running> callers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      callers.add(bench.start(bench.detached("pull")));
    }
    List<String> results = new ArrayList<>();
    for (Bench.Running caller : callers) {
      results.addAll(Bench.read(caller.await()).all("result"));
    }

    assertThat(results).hasSize(10).containsOnly("changed");
    assertThat(calls(bench, " pull --quiet")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStepOutlivesTheConnectionAndIsAttachedTo(Shell shell) throws Exception {
    Bench bench = installed(shell);
    hook(bench, "pull", "sleep 1");
    Bench.Running cut = bench.start(bench.detached("pull"));
    awaitFile(bench.state().resolve("steps/r1/pull/pid"));
    cut.process().destroyForcibly().waitFor();

    Facts attached = bench.step("pull");

    assertThat(attached.all("state")).containsExactly("finished");
    assertThat(attached.all("result")).containsExactly("changed");
    assertThat(calls(bench, " pull --quiet")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStepWhoseProcessesAreGoneVanishedAndBeginsAnew(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.environment("WALTER_FLEET_KILL_AT", "pull.before");
    bench.environment("WALTER_FLEET_KILL_HOOK", "kill -KILL 0");

    assertThat(bench.step("pull").all("state")).containsExactly("vanished");

    bench.environment("WALTER_FLEET_KILL_AT", "");
    assertThat(bench.step("pull").all("result")).containsExactly("changed");
    assertThat(calls(bench, " pull --quiet")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatIsToldToEndVanishedHoweverWellItsLastActWent(Shell shell) throws Exception {
    Bench bench = installed(shell);
    bench.environment("WALTER_FLEET_KILL_AT", "pull.env.after");
    bench.environment("WALTER_FLEET_KILL_HOOK", "kill -TERM $$");

    assertThat(bench.step("pull").all("state")).containsExactly("vanished");
    assertThat(bench.step("pull").all("state")).containsExactly("vanished");
  }

  @ParameterizedTest
  @EnumSource
  void aPidThatNowIsSomebodyElsesIsNotTakenForTheStep(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path step = Files.createDirectories(bench.state().resolve("steps/r1/pull"));
    long somebody = ProcessHandle.current().pid();
    Files.writeString(step.resolve("claim"), somebody + " 17\n");
    Files.writeString(step.resolve("pid"), somebody + " 17\n");

    assertThat(bench.step("pull").all("state")).containsExactly("vanished");
  }

  @ParameterizedTest
  @EnumSource
  void aProcessThatEndedAndThatNobodyWaitsForIsNotTakenForTheStep(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.3 & echo $!; exec sleep 60").start();
    try (BufferedReader words = parent.inputReader(StandardCharsets.UTF_8)) {
      String zombie = words.readLine();
      Path stat = Path.of("/proc", zombie, "stat");
      awaitZombie(stat);
      String began = Files.readString(stat).replaceFirst(".*\\) ", "").split(" ", -1)[19];
      Path step = Files.createDirectories(bench.state().resolve("steps/r1/pull"));
      Files.writeString(step.resolve("claim"), zombie + " " + began + "\n");
      Files.writeString(step.resolve("pid"), zombie + " " + began + "\n");

      assertThat(bench.step("pull").all("state")).containsExactly("vanished");
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatStartedBeforeItsStarterDiedWithoutStartingItVanished(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Path step = Files.createDirectories(bench.state().resolve("steps/r1/pull"));
    Files.writeString(step.resolve("claim"), "999999999 17\n");

    assertThat(bench.step("pull").all("state")).containsExactly("vanished");
    assertThat(bench.step("pull").all("result")).containsExactly("changed");
  }

  @ParameterizedTest
  @EnumSource
  void noValueOfTheOperatorsKeysIsEverSent(Shell shell) throws Exception {
    Bench bench = installed(shell);
    Files.writeString(
        Files.createDirectories(bench.engine().resolve("fail")).resolve("pull"),
        "1 denied for correct horse with hunter22 at " + Bench.NEW + "\n");

    Reply reply = bench.exchange(bench.detached("pull"));

    assertThat(reply.out() + reply.err()).doesNotContain("correct horse", "hunter22");
    assertThat(Bench.read(reply).all("error.why"))
        .containsExactly("denied for [hidden] with [hidden] at " + Bench.NEW);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatIsCutOffAnywhereDoesNothing(Shell shell) throws Exception {
    Bench bench = installed(shell);
    String whole = new ScriptLibrary().program("leave.sh");
    String program = bench.assignments().text() + whole + "main\n";
    List<Integer> cuts = new ArrayList<>();
    for (int at = 1; at < program.length() - 5; at += 97) {
      cuts.add(at);
    }
    bench.begin();
    for (int at : cuts) {
      String cut = program.substring(0, at);
      bench.exchange(
          new io.walterfleet.remote.Program("exec sh -s", io.walterfleet.remote.Input.text(cut)));
    }

    assertThat(bench.survey().all("lock")).containsExactly("held");
  }

  private Bench installed(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.stage();
    return bench;
  }

  private static void hook(Bench bench, String call, String line) throws IOException {
    Path hook = Files.createDirectories(bench.engine().resolve("hook")).resolve(call);
    Files.writeString(hook, "#!/bin/sh\n" + line + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private static List<String> calls(Bench bench, String ending) throws IOException {
    return Files.readAllLines(bench.engine().resolve("calls")).stream()
        .filter(call -> call.endsWith(ending))
        .toList();
  }

  private static void awaitZombie(Path stat) throws IOException, InterruptedException {
    for (int i = 0; i < 1000 && !Files.readString(stat).contains(") Z "); i++) {
      Thread.sleep(10);
    }
    assertThat(Files.readString(stat)).contains(") Z ");
  }

  private static void awaitFile(Path file) throws InterruptedException {
    for (int i = 0; i < 1000 && !Files.exists(file); i++) {
      Thread.sleep(10);
    }
    assertThat(file).exists();
  }
}
