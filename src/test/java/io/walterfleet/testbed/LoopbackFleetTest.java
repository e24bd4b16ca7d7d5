package io.walterfleet.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("loopback")
class LoopbackFleetTest {
  private static final String UP = "cd walter-onprem && bin/walter-onprem ";

  @Test
  void eachAddressIsAMachineOfItsOwn() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(3)) {
      assertThat(ssh(fleet, 1, "echo $HOME; echo hello > file"))
          .isEqualTo(fleet.machine(1).home() + "\n");
      assertThat(Files.readString(fleet.machine(1).home().resolve("file"))).isEqualTo("hello\n");
      assertThat(fleet.machine(0).home().resolve("file")).doesNotExist();
      assertThat(fleet.machine(1).commands()).containsExactly("echo $HOME; echo hello > file");
    }
  }

  @Test
  void theServersLogCountsConnectionsAndCommands() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(2)) {
      ssh(fleet, 0, "true");
      ssh(fleet, 1, "true");
      ssh(fleet, 1, "true");
      List<String> expected = List.of("127.1.0.1", "127.1.0.2", "127.1.0.2");
      assertThat(fleet.log()).isEqualTo(new ServerLog(expected, expected, expected));
    }
  }

  @Test
  void aReleaseIsReadyOnlyWhenItsSchemaIs() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(2)) {
      fleet.installEverywhere("1.7.8");
      assertThat(fleet.machine(1).docker().running())
          .isEqualTo(
              Map.of(
                  "postgres", "ghcr.io/matchylabs/postgres:15",
                  "walter", "ghcr.io/matchylabs/walter:1.7.8"));
      assertThat(health(fleet, 1)).isEqualTo("200 200 200");
      ssh(
          fleet,
          1,
          "sed -i s/walter:1.7.8/walter:1.8.3/ walter-onprem/.env.deploy && " + UP + "up -d");
      assertThat(health(fleet, 1)).isEqualTo("200 503 302");
      ssh(fleet, 1, UP + "run --rm setup");
      assertThat(health(fleet, 1)).isEqualTo("200 200 200");
      ssh(
          fleet,
          1,
          "sed -i s/walter:1.8.3/walter:1.7.9/ walter-onprem/.env.deploy && " + UP + "up -d");
      assertThat(health(fleet, 1)).isEqualTo("200 503 503");
      ssh(fleet, 1, UP + "stop");
      assertThat(health(fleet, 1)).isEqualTo("000 000 000");
      assertThat(health(fleet, 0)).isEqualTo("200 200 200");
    }
  }

  @Test
  void anUnknownReleaseIsNotPulledAndTheEngineSaysSo() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(1)) {
      fleet.machine(0).install("1.7.8");
      ssh(fleet, 0, "sed -i s/walter:1.7.8/walter:9.9.9/ walter-onprem/.env.deploy");
      assertThat(ssh(fleet, 0, UP + "pull -q 2>&1; echo exit $?"))
          .isEqualTo(
              """
              Error response from daemon: manifest for ghcr.io/matchylabs/walter:9.9.9 not found:\
               manifest unknown: manifest unknown
              exit 18
              """);
    }
  }

  @Test
  void aCallFailsAsATestWants() throws Exception {
    try (LoopbackFleet fleet = LoopbackFleet.start(1)) {
      fleet.machine(0).docker().fail("^info", 1, "Cannot connect to the Docker daemon");
      assertThat(ssh(fleet, 0, "docker info 2>&1; echo exit $?"))
          .isEqualTo("Cannot connect to the Docker daemon\nexit 1\n");
      assertThat(fleet.machine(0).docker().calls()).containsExactly("docker info");
      fleet.machine(0).docker().uninstall();
      assertThat(ssh(fleet, 0, "command -v docker || echo none")).isEqualTo("none\n");
    }
  }

  private static String health(LoopbackFleet fleet, int index)
      throws IOException, InterruptedException {
    LoopbackMachine machine = fleet.machine(index);
    List<String> codes = new ArrayList<>();
    for (String path : List.of("/health/live", "/health/ready", "/")) {
      codes.add(
          machine.shell(
              "curl -sk -o /dev/null -w '%%{http_code}' -H 'Host: %s' https://127.0.0.1:%d%s || true"
                  .formatted(machine.host(), machine.httpsPort(), path)));
    }
    return String.join(" ", codes);
  }

  private static String ssh(LoopbackFleet fleet, int index, String command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("ssh", "-F", "none", "-o", "BatchMode=yes"));
    line.addAll(List.of("-o", "UserKnownHostsFile=" + fleet.knownHosts()));
    line.addAll(List.of("-i", fleet.identity().toString(), "-p", String.valueOf(fleet.port())));
    line.addAll(List.of(fleet.user() + "@" + fleet.machine(index).address(), command));
    return new LocalCommand(Path.of(""), line).run();
  }
}
