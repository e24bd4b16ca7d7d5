package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.utility.MountableFile;

/** The test machines are what they say they are. */
class ContainerFleetIT {
  private static final String COMPOSE = "cd walter-onprem && bin/walter-onprem ";
  private static final String HOST = "walter.example.com";

  @Test
  @Tag("container")
  void aMachineWithoutDockerHasSshAndSudo(@TempDir Path keys) throws Exception {
    try (ContainerMachine machine = ContainerMachine.withoutDocker(keys)) {
      machine.start();
      assertThat(machine.shell("id -un; sudo -n id -un; command -v docker || echo no docker"))
          .isEqualTo("walter\nroot\nno docker\n");
      assertThat(LocalCommand.of(ssh(machine, "echo over ssh")).run()).contains("over ssh\n");
    }
  }

  @Test
  @Tag("stack")
  void aReleaseIsReadyOnlyWhenItsSchemaIs() throws Exception {
    try (ContainerFleet fleet = ContainerFleet.start(1)) {
      ContainerMachine machine = fleet.machine(0);
      install(machine, "1.7.8");
      machine.shell(COMPOSE + "up -d");
      assertThat(health(machine)).isEqualTo("200 503 302");
      machine.shell(COMPOSE + "run --rm setup");
      assertThat(health(machine)).isEqualTo("200 200 200");
      machine.shell(
          "sed -i s/walter:1.7.8/walter:1.8.3/ walter-onprem/.env.deploy && " + COMPOSE + "up -d");
      assertThat(health(machine)).isEqualTo("200 503 302");
      machine.shell(COMPOSE + "run --rm setup");
      assertThat(health(machine)).isEqualTo("200 200 200");
      machine.shell(
          "sed -i s/walter:1.8.3/walter:1.7.9/ walter-onprem/.env.deploy && " + COMPOSE + "up -d");
      assertThat(health(machine)).isEqualTo("200 503 503");
      assertThat(machine.shell("docker volume ls -q | grep '^walter_'"))
          .isEqualTo("walter_postgres\nwalter_state\n");
    }
  }

  private static void install(ContainerMachine machine, String release)
      throws IOException, InterruptedException {
    machine.copyFileToContainer(
        MountableFile.forHostPath("src/test/images/bundle/walter-onprem"),
        "/home/walter/walter-onprem");
    machine.root("chown -R walter:walter /home/walter/walter-onprem");
    machine.shell(
        """
        cat > walter-onprem/.env.deploy <<'END'
        PHX_HOST=%s
        WALTER_IMAGE=ghcr.io/matchylabs/walter:%s
        WALTER_MODE=internal-tls
        WALTER_HTTPS_PORT=8443
        END
        """
            .formatted(HOST, release));
  }

  /** Live, ready and browser, once the stack answers at all. */
  private static String health(ContainerMachine machine) throws IOException, InterruptedException {
    machine.root(
        "timeout 60 sh -c 'until curl -sk -o /dev/null https://127.0.0.1:8443/; do sleep 0.1; done'");
    List<String> codes = new ArrayList<>();
    for (String path : List.of("/health/live", "/health/ready", "/")) {
      codes.add(machine.status(HOST, 8443, path));
    }
    return String.join(" ", codes);
  }

  private static String[] ssh(ContainerMachine machine, String command) {
    return new String[] {
      "ssh",
      "-F",
      "none",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=no",
      "-o",
      "UserKnownHostsFile=/dev/null",
      "-i",
      machine.identity().toString(),
      "-p",
      String.valueOf(machine.port()),
      machine.user() + "@" + machine.address(),
      command
    };
  }
}
