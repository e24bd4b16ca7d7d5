package io.walterfleet.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.sandbox.EmbeddedMachine.Install;
import io.walterfleet.sandbox.EmbeddedMachine.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded machines, asked with the ssh that everybody has. */
@Tag("loopback")
class EmbeddedFleetTest {
  private static final Install INSTALL = new Install("1.7.8", "internal-tls", "edge.example.com");

  @TempDir Path folder;
  private EmbeddedFleet fleet;

  @BeforeEach
  void start() throws IOException {
    fleet = EmbeddedFleet.start(folder, List.of("edge-01", "edge-02"), InstantSource.system());
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void eachPortLeadsToItsOwnMachine() throws Exception {
    assertThat(ssh("edge-01", "pwd; echo $HOME; cat; exit 7"))
        .isEqualTo(new Ran(7, "%1$s\n%1$s\nfrom stdin".formatted(fleet.machine("edge-01").home())));
    assertThat(ssh("edge-02", "pwd")).isEqualTo(new Ran(0, fleet.machine("edge-02").home() + "\n"));
  }

  @Test
  void anInstalledMachineRunsItsStack() throws Exception {
    fleet.machine("edge-01").install(INSTALL);
    assertThat(
            ssh(
                "edge-01",
                "docker ps -a --no-trunc --format '{{.Names}} {{.State}} {{.Image}}' | sort"))
        .isEqualTo(
            new Ran(
                0,
                """
                walter-onprem-postgres-1 running ghcr.io/matchylabs/postgres:15
                walter-onprem-walter-1 running ghcr.io/matchylabs/walter:1.7.8
                """));
  }

  @Test
  void aContainerTellsItsVariablesMountsAndPorts() throws Exception {
    fleet.machine("edge-01").install(INSTALL);
    String format =
        "{{.Config.Image}}{{range .Config.Env}}{{println}}variable {{json .}}{{end}}"
            + "{{range .Mounts}}{{println}}mount {{.Type}} {{or .Name \"-\"}} {{.Destination}}{{end}}"
            + "{{range $port, $all := .HostConfig.PortBindings}}{{range $all}}{{println}}"
            + "port {{.HostPort}} {{$port}}{{end}}{{end}}";
    assertThat(
            ssh(
                    "edge-01",
                    "docker inspect --type container --format '"
                        + format
                        + "' $(docker ps -aq --no-trunc --filter"
                        + " label=com.docker.compose.service=walter)")
                .words())
        .startsWith("ghcr.io/matchylabs/walter:1.7.8\nvariable \"")
        .contains("\nvariable \"PHX_HOST=edge.example.com\"\n")
        .contains("\nmount volume walter_state /state\n")
        .contains("\nport 443 8443/tcp\n");
    assertThat(ssh("edge-01", "walter-onprem/bin/walter-onprem config --services"))
        .isEqualTo(new Ran(0, "postgres\nwalter\n"));
    assertThat(ssh("edge-01", "walter-onprem/bin/walter-onprem --profile '*' config --services"))
        .isEqualTo(new Ran(0, "postgres\nwalter\nsetup\n"));
  }

  @Test
  void aCallThatTheStandInDoesNotKnowFails() throws Exception {
    assertThat(ssh("edge-01", "docker swarm init"))
        .isEqualTo(new Ran(125, "stand-in docker: unknown call: docker swarm init\n"));
    assertThat(ssh("edge-01", "docker info --format '{{.Nope}}' 2>&1").words())
        .contains("can't evaluate field Nope in type system.info");
  }

  @Test
  void aTagThatTheRegistryDoesNotHaveFailsInDockersWords() throws Exception {
    fleet.machine("edge-01").install(INSTALL);
    assertThat(
            ssh(
                "edge-01",
                "echo WALTER_IMAGE=ghcr.io/matchylabs/walter:9.9.9 >>walter-onprem/.env.deploy;"
                    + " walter-onprem/bin/walter-onprem pull --quiet"))
        .isEqualTo(
            new Ran(
                18,
                """
                Error response from daemon: manifest for ghcr.io/matchylabs/walter:9.9.9 not found: manifest unknown: manifest unknown
                """));
  }

  @Test
  void aKeyThatComposeDoesNotKnowFails() throws Exception {
    fleet.machine("edge-01").install(INSTALL);
    assertThat(
            ssh(
                "edge-01",
                "sed 's/    restart:/    restrat:/' walter-onprem/compose.yml >new;"
                    + " mv new walter-onprem/compose.yml;"
                    + " walter-onprem/bin/walter-onprem up -d"))
        .isEqualTo(
            new Ran(
                15,
                "validating "
                    + fleet.machine("edge-01").home()
                    + "/walter-onprem/compose.yml: services.postgres Additional property restrat is"
                    + " not allowed\n"));
  }

  @Test
  void onlyItsOwnKeyIsLetIn() throws Exception {
    Path other = folder.resolve("other");
    new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString())
        .start()
        .waitFor();
    assertThat(ssh("edge-01", "true", other).exit()).isEqualTo(255);
  }

  private Ran ssh(String machine, String line) throws IOException, InterruptedException {
    return ssh(machine, line, fleet.identityFile());
  }

  private Ran ssh(String machine, String line, Path key) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("ssh", "-F", "none", "-T"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "UserKnownHostsFile=" + fleet.knownHostsFile(),
            "IdentityFile=" + key)) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of("-p", "" + fleet.port(machine), "walter@127.0.0.1", line));
    Path input = Files.writeString(folder.resolve("input"), "from stdin");
    Process ssh =
        new ProcessBuilder(words).redirectErrorStream(true).redirectInput(input.toFile()).start();
    String said = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(ssh.waitFor(), said);
  }
}
