package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.Desk;
import io.walterfleet.testbed.Desk.Ran;
import io.walterfleet.testbed.VendorBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.utility.MountableFile;

/**
 * A Walter whose bundle is laid out otherwise than ours, on a machine of its own, with a desk to
 * type command lines at. No inventory here has a key below {@code stack:}.
 */
final class ForeignWalter {
  private static final String HOME = "/home/walter/";

  private final Path directory;
  private final String layout;
  private final ContainerMachine machine;
  private final Path scratch;
  private final Path knownHosts;
  private final VendorBundle bundle;
  private final Desk desk;

  /**
   * One of the bundle in a directory, whose name is that of the layout.
   *
   * @param digests of the releases, as the registry has them
   */
  ForeignWalter(
      Path directory,
      ContainerMachine machine,
      Path scratch,
      Path knownHosts,
      Map<String, String> digests)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.layout = String.valueOf(directory.getFileName());
    this.machine = machine;
    this.scratch = Files.createDirectories(scratch.resolve(layout));
    this.knownHosts = knownHosts;
    this.bundle =
        VendorBundle.publish(directory, this.scratch.resolve("vendor"), "2026.11.1", digests);
    this.desk = new Desk(Files.createDirectories(this.scratch.resolve("desk")));
  }

  ContainerMachine machine() {
    return machine;
  }

  Desk desk() {
    return desk;
  }

  /** A word that must never leave the machine. */
  String secret() {
    return "canary-" + layout + "-5e1f";
  }

  /** Installs a release by hand and starts it, as the bundle's own command does. */
  void install(String release) throws IOException, InterruptedException {
    install(release, ":");
  }

  /** The same after a line for the shell, in the install directory. */
  void install(String release, String prepared) throws IOException, InterruptedException {
    machine.copyFileToContainer(
        MountableFile.forHostPath(directory.resolve("walter-onprem").toString()),
        HOME + "walter-onprem");
    machine.root("chown -R walter:walter " + HOME + "walter-onprem");
    machine.shell(
        """
        umask 077; cat > walter-onprem/.env.deploy <<'END'
        # edited by hand
        PHX_HOST=%s.example.com
        WALTER_IMAGE=ghcr.io/matchylabs/walter:%s
        WALTER_MODE=internal-tls
        WALTER_HTTPS_PORT=8443
        SECRET_KEY_BASE="%s"
        END
        """
            .formatted(layout, release, secret()));
    machine.shell("cd walter-onprem && " + prepared);
    vendor("pull -q");
    setUp();
    vendor("up -d");
  }

  /**
   * As a person does it: a health check that asks by the socket says yes while the database is
   * still being made, and setup ends with 2; on a busy machine Compose said 137 once of a setup
   * that ended well, why is not known.
   */
  private void setUp() throws IOException, InterruptedException {
    try {
      vendor("run --rm -T setup");
    } catch (IOException unsaid) {
      if (!String.valueOf(unsaid.getMessage()).matches("(?s).*exit (2|137)\\b.*")) {
        throw unsaid;
      }
      machine.shell("sleep 3");
      vendor("run --rm -T setup");
    }
  }

  /** Calls the bundle's own command. */
  String vendor(String words) throws IOException, InterruptedException {
    return machine.shell("cd walter-onprem && bin/walter-onprem " + words);
  }

  /** Writes rows and a file of Walter's own state. */
  void fill() throws IOException, InterruptedException {
    sql("create table orders(id int primary key)");
    sql("insert into orders select generate_series(1, 1000)");
    machine.shell("docker exec -u 0 " + web() + " sh -c 'echo " + secret() + " >/state/canary'");
  }

  /** What is left of them. */
  String kept() throws IOException, InterruptedException {
    return sql("select count(*), sum(id) from orders")
        + " "
        + machine.shell("docker exec -u 0 " + web() + " cat /state/canary").strip();
  }

  String filled() {
    return "1000|500500 " + secret();
  }

  String sql(String statement) throws IOException, InterruptedException {
    String database =
        "$(for id in $(docker ps -q); do"
            + " docker exec $id sh -c 'grep -qx postgres /proc/1/comm' >/dev/null 2>&1 && echo $id; done)";
    return machine
        .shell(
            "docker exec "
                + database
                + " psql -qtAX -v ON_ERROR_STOP=1 -U walter -c \""
                + statement
                + "\"")
        .strip();
  }

  /** The version of the database's schema. */
  String schema() throws IOException, InterruptedException {
    return sql("select max(version) from walter_schema");
  }

  /** The projects of all containers, and each volume that has a name of its own, in order. */
  String projectsAndVolumes() throws IOException, InterruptedException {
    return machine.shell(
        "docker ps -a --format '{{.Label \"com.docker.compose.project\"}}' | sort -u;"
            + " docker volume ls -q | grep -vxE '[0-9a-f]{64}' | sort");
  }

  /** What says that Walter is ready, at a port: the status code. */
  String status(String host, int port) throws IOException, InterruptedException {
    return machine.status(host, port, "/health/ready");
  }

  /** The ids of all containers. */
  String containers() throws IOException, InterruptedException {
    return machine.shell("docker ps -aq --no-trunc | sort");
  }

  /**
   * Somebody changes the bundle: a byte, a mode, a file that Compose would read, and what is
   * mounted.
   */
  void spoil() throws IOException, InterruptedException {
    machine.shell(
        """
        cd walter-onprem
        echo '# mine' >>"$(ls *.y*ml | head -n 1)"
        chmod 700 bin/walter-onprem
        echo 'services: {}' >compose.override.yml
        for file in config/*/*; do [ ! -f "$file" ] || echo mine >"$file"; done
        """);
  }

  /** Whether what mounts files of the bundle sees what somebody has made of them. */
  String isSpoiled() throws IOException, InterruptedException {
    String seen = "$(docker exec " + web() + " cat /etc/walter/settings.conf 2>/dev/null)";
    return machine.shell("[ \"" + seen + "\" = mine ] && echo yes || echo no").strip();
  }

  /** What doctor says, whose keys are in the inventory that is held against the machine then. */
  String examined() throws IOException {
    String inventory = inventory("release: '1.7.9', backup: none, bundle: keep");
    Path keys = scratch.resolve("keys.yml");
    Files.deleteIfExists(keys);
    Ran ran = desk.run("doctor", layout, "-i", inventory, "--write", keys.toString());
    Path with = Files.createTempFile(scratch, "inventory-", ".yml");
    Files.writeString(with, Files.readString(Path.of(inventory)) + Files.readString(keys));
    inSync(with.toString());
    return ran.out() + ran.err();
  }

  /** An inventory of this one machine, published as it was installed by hand. */
  String inventory(String words) throws IOException {
    return inventory(layout + ".example.com", "internal-tls", 8443, words);
  }

  /** An inventory of this one machine. */
  String inventory(String host, String mode, int port, String words) throws IOException {
    Path file = Files.createTempFile(scratch, "inventory-", ".yml");
    return Files.writeString(
            file,
            """
            apiVersion: walter-fleet/v1
            fleet: %s
            releases: {manifest: "%s"}
            ssh: {user: walter, identityFile: "%s", knownHostsFile: "%s"}
            rollout: {gate: {timeout: 2m, interval: 500ms, healthyFor: 1s}}
            groups:
              stores:
                machines:
                  %s:
                    address: %s
                    ssh: {port: %d}
                    host: %s
                    mode: %s
                    httpsPort: %d
            """
                    .formatted(
                        layout,
                        bundle.manifest(),
                        machine.identity(),
                        knownHosts,
                        layout,
                        machine.address(),
                        machine.port(),
                        host,
                        mode,
                        port)
                + words.replaceAll("(^|, )", "\n        ").substring(1)
                + "\n")
        .toString();
  }

  /** Runs a command line that must end with this code. */
  Ran run(int exitCode, String... words) {
    Ran ran = desk.run(words);
    assertThat(ran.exitCode())
        .as(layout + ": " + String.join(" ", words) + "\n" + ran.out() + ran.err())
        .isEqualTo(exitCode);
    return ran;
  }

  /** Applies, and finds nothing to do after it. */
  void apply(String inventory, String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "--yes", "-i", inventory));
    words.addAll(List.of(more));
    run(0, words.toArray(String[]::new));
    inSync(inventory);
  }

  /** A plan finds nothing to do. */
  void inSync(String inventory) {
    assertThat(run(0, "plan", "--detailed-exitcode", "-q", "-i", inventory).out())
        .isEqualTo("1 machine: 1 in sync\n");
  }

  /** A plan finds that somebody changed something. */
  void isDrifted(String inventory) {
    assertThat(run(2, "plan", "--detailed-exitcode", "-q", "-i", inventory).out())
        .isEqualTo("1 machine: 1 drifted\n");
  }

  private static String web() {
    return "$(docker ps -q --filter publish=443 --filter publish=8443 --filter publish=9443 | head -n 1)";
  }
}
