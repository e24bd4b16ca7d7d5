package io.walterfleet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image of the Kubernetes example, built by a Docker engine. */
@Tag("container")
@Timeout(120)
class ImageIT {
  private static final String IMAGE = "walter-fleet-test/example";

  @TempDir Path context;

  @Test
  void theImageIsWhatTheManifestsExpect() throws Exception {
    String file = Files.readString(Path.of("examples/kubernetes/Dockerfile"));
    // no registry and no archive of packages is near: the base is a plain Debian, and stays so
    String offline =
        file.replace("FROM eclipse-temurin:17-jre", "FROM debian:bookworm-slim")
            .replaceAll("(?m)^RUN apt-get .*$", "RUN true");
    assertThat(offline).doesNotContain("temurin", "apt-get");
    Files.writeString(context.resolve("Dockerfile"), offline);
    Path program = Files.createDirectory(context.resolve("target")).resolve("walter-fleet");
    Files.copy(Path.of("target/walter-fleet"), program);
    try {
      docker("build", "-q", "-t", IMAGE, context.toString());
      assertThat(
              docker("inspect", "--format", "{{.Config.User}} {{.Config.Entrypoint}}", IMAGE)
                  .strip())
          .isEqualTo("10001 [walter-fleet]");
      String look =
          "id -u; echo ~; command -v walter-fleet; test -x \"$(command -v walter-fleet)\"";
      assertThat(docker("run", "--rm", "--entrypoint", "sh", IMAGE, "-c", look))
          .isEqualTo("10001\n/home/walter\n/usr/local/bin/walter-fleet\n");
    } finally {
      docker("rmi", "-f", IMAGE);
    }
    for (String manifest :
        new String[] {"apply-job.yaml", "apply-plan-job.yaml", "drift-cronjob.yaml"}) {
      assertThat(Files.readString(Path.of("examples/kubernetes").resolve(manifest)))
          .contains(
              "runAsUser: 10001", "{name: HOME, value: /home/walter}", "command: [walter-fleet]");
    }
  }

  private static String docker(String... words) throws IOException, InterruptedException {
    String[] line = new String[words.length + 1];
    line[0] = "docker";
    System.arraycopy(words, 0, line, 1, words.length);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("DOCKER_BUILDKIT", "0");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
