package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmark has a quicker docker than the tests, because it would measure the stand-in's own
 * time; it must know what the scripts ask, too.
 */
@Tag("scripts")
class BenchmarkDockerTest {
  private static final String STEPS = "stage pull swap migrate restart gate finish";

  @TempDir Path root;

  @Test
  void itKnowsEachQuestionOfAnUpgradeThatKeepsNoData() throws Exception {
    Bench bench = new Bench(root, Shell.DASH);
    Files.copy(
        Path.of("src/bench/docker"),
        root.resolve("bin/docker"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    Path engine = Files.createDirectories(bench.home().resolve("engine"));
    String id = "sha256:" + "1".repeat(64);
    Files.writeString(
        engine.resolve("images"), Bench.OLD.replace(':', ' ') + " <none> " + id + "\n");
    Files.writeString(engine.resolve("running"), Bench.OLD + " " + id + "\n");
    Bundle.unpack(bench.bundle(), bench.home());
    Files.writeString(bench.install().resolve(".env.deploy"), "WALTER_IMAGE=" + Bench.OLD + "\n");

    assertThat(bench.survey().all("error")).isEmpty();
    bench.goal(Bench.NEW, "a.example.com", STEPS, "none").begin();
    List<Facts> answers = bench.steps(STEPS);

    assertThat(answers).allSatisfy(answer -> assertThat(answer.all("error")).isEmpty());
    assertThat(engine.resolve("running")).content().startsWith(Bench.NEW + " ");
  }
}
