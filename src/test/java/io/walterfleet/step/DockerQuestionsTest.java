package io.walterfleet.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.DockerContract;
import io.walterfleet.testbed.StandInDocker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts ask docker must be a row of the contract that the real engine keeps, too. */
@Tag("scripts")
class DockerQuestionsTest {
  @TempDir Path root;

  @Test
  void eachQuestionOfAnUpgradeWithItsWayBackHasARowInTheContract() throws Exception {
    Bench bench = new Bench(root.resolve("machine"), Shell.DASH);
    bench.vendorInstall(
        Bench.OLD, "WALTER_IMAGE=" + Bench.OLD + "\nPHX_HOST=a\nWALTER_MODE=internal-tls\n");
    Files.delete(bench.engine().resolve("calls"));
    bench.survey();
    bench.begin();
    bench.steps(Bench.DIRECTORY);
    bench.direct("doctor.sh");
    bench.run("r2").step("rollback");
    bench.step("clear");
    DockerContract.playOnStandIn(Files.createDirectories(root.resolve("contract")));

    assertThat(questions(bench.docker()))
        .hasSizeGreaterThan(15)
        .isSubsetOf(questions(StandInDocker.of(root.resolve("contract/docker"))));
  }

  private static Set<String> questions(StandInDocker docker) throws Exception {
    Set<String> questions = new TreeSet<>();
    docker.calls().forEach(call -> questions.add(DockerContract.question(call)));
    return questions;
  }
}
