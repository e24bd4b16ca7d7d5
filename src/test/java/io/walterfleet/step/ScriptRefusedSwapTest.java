package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A swap that does not come about leaves what was there before, running. */
@Tag("scripts")
class ScriptRefusedSwapTest {
  private static final String ENV = "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a.example.com\n";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource
  void aStackThatWasStoppedForItsBackupIsStartedAgain(Shell shell) throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup");
    assertThat(states(bench)).containsOnly("exited");
    Path env = bench.install().resolve(".env.deploy");
    Files.move(env, root.resolve("elsewhere"));
    Files.createSymbolicLink(env, root.resolve("elsewhere"));

    Facts answer = bench.step("swap");

    assertThat(answer.all("error.why"))
        .containsExactly("it is a symbolic link, which a swap would break");
    assertThat(answer.all("error.changed")).containsExactly("no");
    assertThat(states(bench)).containsOnly("running");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverLeavesBeforeTheSwapStartsTheStackAndTheBackupIsMadeAnew(Shell shell)
      throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup");
    assertThat(states(bench)).containsOnly("exited");

    Facts left = bench.direct("leave.sh");

    assertThat(left.all("detail"))
        .containsExactly("the stack, which was stopped for its backup, runs again");
    Facts survey = bench.survey();
    assertThat(states(bench)).containsOnly("running");
    assertThat(survey.all("lock")).containsExactly("none");
    assertThat(survey.all("journal.step")).containsExactly("backup");
    assertThat(survey.all("journal.state")).containsExactly("intent");
    bench.run("r2").begin();
    assertThat(bench.steps(Bench.DIRECTORY))
        .extracting(answer -> answer.all("error.why"))
        .containsOnly(List.of());
    assertThat(bench.survey().all("backup")).hasSize(1);
    assertThat(bench.direct("leave.sh").all("detail")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "DASH")
  void aStackThatCannotBeStartedAgainIsToldAndTheLockIsReleasedAllTheSame(Shell shell)
      throws Exception {
    Bench bench = new Bench(root, shell);
    bench.vendorInstall(Bench.OLD, ENV);
    bench.begin();
    bench.steps("stage pull backup");
    Files.writeString(
        Files.createDirectories(bench.engine().resolve("fail")).resolve("start"),
        "1 no space left on device");

    Facts left = bench.direct("leave.sh");

    assertThat(left.all("error"))
        .containsExactly("could not start the stack again, which was stopped for its backup");
    assertThat(left.all("error.why")).containsExactly("no space left on device");
    assertThat(bench.survey().all("lock")).containsExactly("none");
  }

  private static List<String> states(Bench bench) throws Exception {
    return bench.survey().all("service").stream()
        .map(service -> service.split(" ", -1)[1])
        .toList();
  }
}
