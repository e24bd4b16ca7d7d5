package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.MountableFile;

/** The contract on the real engine. */
@Tag("stack")
class DockerContractIT {
  private static final String COMES_BACK =
      """
      #!/bin/sh
      # kills the engine, and waits for the next one and what that starts by itself
      sudo sh -c 'kill -KILL $(pidof dockerd) $(pidof containerd) $(pidof sleep); rm -f /var/run/docker.pid
        dockerd --host unix:///var/run/docker.sock </dev/null >>/var/log/dockerd.log 2>&1 &'
      timeout 60 sh -c 'until docker version >/dev/null 2>&1; do sleep 0.1; done; sleep 1'
      """;

  @Test
  void theRealEngineAnswersAsTheContractSays() throws Exception {
    try (ContainerFleet fleet = ContainerFleet.start(1)) {
      ContainerMachine machine = fleet.machine(0);
      machine.copyFileToContainer(
          MountableFile.forHostPath(DockerContract.FILE.getParent()), "/opt/contract");
      machine.root(
          "cd /opt/contract && cat >/usr/local/bin/engine-comes-back <<'END'\n"
              + COMES_BACK
              + "END\nchmod 755 /usr/local/bin/engine-comes-back");
      String said =
          machine.shell(
              "mkdir -p walter/config && touch walter/config/token && cp /opt/contract/compose.yml walter &&"
                  + " cp /opt/contract/env.deploy walter/.env.deploy &&"
                  + " sh /opt/contract/play /opt/contract/contract.txt /home/walter/walter");

      assertThat(DockerContract.plain(said, "/home/walter/walter", "/var/lib/docker"))
          .isEqualTo(DockerContract.text());
    }
  }
}
