package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
