package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the stand-in. */
@Tag("scripts")
class DockerContractTest {
  @TempDir Path root;

  @Test
  void theStandInAnswersAsTheContractSays() throws Exception {
    assertThat(DockerContract.playOnStandIn(root)).isEqualTo(DockerContract.text());
  }

  @Test
  void theCopyThatAnswersForTheBenchmarkSaysTheSame() throws Exception {
    assertThat(DockerContract.playThroughFront(root)).isEqualTo(DockerContract.text());
    assertThat(root.resolve("answers.log")).isEmptyFile();
  }

  @Test
  void eachOfManyCallersAtATimeHearsItsOwnAnswer() throws Exception {
    try (BenchmarkDocker benchmarkDocker = BenchmarkDocker.in(root)) {
      String docker = benchmarkDocker.bin().resolve("docker").toString();
      String calls = "for i in $(seq 50); do '" + docker + "' volume create v$i & done; wait";

      List<String> said = LocalCommand.of("sh", "-c", calls).run().lines().sorted().toList();

      assertThat(said)
          .isEqualTo(IntStream.rangeClosed(1, 50).mapToObj(i -> "v" + i).sorted().toList());
      assertThat(StandInDocker.of(root.resolve("docker")).calls()).hasSize(50);
    }
  }
}
