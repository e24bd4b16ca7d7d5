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

  private static List<String> states(Bench bench) throws Exception {
    return bench.survey().all("service").stream()
        .map(service -> service.split(" ", -1)[1])
        .toList();
  }
}
