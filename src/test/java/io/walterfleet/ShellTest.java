package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shell scripts that are not sent to machines: those of the build and of the tests. */
@Tag("scripts")
class ShellTest {
  private static final List<String> SCRIPTS =
      List.of(
          ".ci/packages",
          ".ci/run",
          "src/main/launcher/walter-fleet.sh",
          "src/main/resources/sandbox/install.sh",
          "src/main/resources/sandbox/pg_controldata",
          "src/main/resources/sandbox/pg_isready",
          "src/packaging/deb/postinst",
          "src/packaging/deb/postrm",
          "src/packaging/deb/prerm",
          "src/packaging/runtime",
          "src/packaging/tree",
          "src/packaging/try",
          "src/packaging/walter-fleet.sh",
          "src/test/images/base",
          "src/test/images/build",
          "src/test/images/host/entrypoint.sh",
          "src/test/images/postgres/entrypoint.sh",
          "src/test/images/registry/entrypoint.sh",
          "src/test/images/walter/entrypoint.sh",
          "src/test/images/bundle/walter-onprem/bin/walter-onprem",
          "src/test/images/mortal/walter-onprem/bin/walter-onprem",
          "src/test/resources/mortal/hook.sh",
          "src/test/resources/mortal/power-cut.sh",
          "src/test/resources/testbed/loopback-wrapper");

  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("shellcheck"), SCRIPTS.stream()).toList())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor()).isZero();
  }
}
