package io.walterfleet.testbed;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.testcontainers.utility.MountableFile;

/**
 * The Walter of one container machine, seen from the machine itself and never through SSH: put
 * there by hand, written to and read.
 *
 * @param name of the machine in inventories; its Walter is published as {@code NAME.example.com}
 */
public record ContainerWalter(ContainerMachine machine, String name) {
  private static final String COMMAND = "cd walter-onprem && bin/walter-onprem ";
  // other runs on this computer have other words
  private static final String RUN = Long.toHexString(new SecureRandom().nextLong());
  private static final String SQL =
      COMMAND + "exec -T postgres psql -qtAX -v ON_ERROR_STOP=1 -U walter -c ";

  /** The host name that it answers to. */
  public String host() {
    return name + ".example.com";
  }

  /** Installs and starts a release as the vendor's command does, with its schema. */
  public void install(String release) throws IOException, InterruptedException {
    machine.copyFileToContainer(
        MountableFile.forHostPath("src/test/images/bundle/walter-onprem"),
        "/home/walter/walter-onprem");
    machine.root("chown -R walter:walter /home/walter/walter-onprem");
    machine.shell(
        """
        umask 077; cat > walter-onprem/.env.deploy <<'END'
        # edited by hand
        PHX_HOST=%s
        WALTER_IMAGE=ghcr.io/matchylabs/walter:%s
        export WALTER_MODE=internal-tls
        WALTER_HTTPS_PORT=8443
        SECRET_KEY_BASE="%s"
        END
        """
            .formatted(host(), release, secret()));
    machine.shell(
        COMMAND + "pull -q && bin/walter-onprem run --rm setup && bin/walter-onprem up -d");
  }

  /** A word that must never leave the machine; it is in .env.deploy and in {@code walter_state}. */
  public String secret() {
    return "canary-" + name + "-" + RUN;
  }

  /** Lets the volumes be directories of the operator's, empty, before there is an install. */
  public void keepDataElsewhere() throws IOException, InterruptedException {
    for (String name : List.of("postgres", "state")) {
      machine.root("rm -rf /srv/%1$s; mkdir -p /srv/%1$s".formatted(name));
      machine.shell(
          "docker volume create --opt type=none --opt o=bind --opt device=/srv/%1$s walter_%1$s"
              .formatted(name));
    }
  }

  /** Writes what an upgrade must keep: rows of a table, and a secret file of Walter's own state. */
  public void fill() throws IOException, InterruptedException {
    machine.shell(
        SQL
            + "'create table orders(id int primary key); insert into orders select generate_series(1, 1000)'");
    machine.shell(COMMAND + "exec -T walter sh -c 'echo " + secret() + " >/state/canary'");
  }

  /** What is left of what was written: the rows and their sum, and the file. */
  public String kept() throws IOException, InterruptedException {
    return machine.shell(SQL + "'select count(*), sum(id) from orders'").strip()
        + " "
        + machine.shell(COMMAND + "exec -T walter cat /state/canary").strip();
  }

  /** What {@link #kept} says as long as nothing was lost. */
  public String filled() {
    return "1000|500500 " + secret();
  }

  /** Adds a line to the end of .env.deploy. */
  public void addEnv(String line) throws IOException, InterruptedException {
    machine.shell("echo '" + line + "' >>walter-onprem/.env.deploy");
  }

  /** The bytes of .env.deploy. */
  public String env() throws IOException, InterruptedException {
    return machine.shell("cat walter-onprem/.env.deploy");
  }

  /** The containers of the stack: service, image, state, in order. */
  public String containers() throws IOException, InterruptedException {
    return machine.shell(
        "docker ps -a --format '{{.Label \"com.docker.compose.project\"}}/"
            + "{{.Label \"com.docker.compose.service\"}} {{.Image}} {{.State}}' | sort");
  }

  /** What {@link #containers} says when a release runs. */
  public static String running(String release) {
    return """
        walter-onprem/postgres ghcr.io/matchylabs/postgres:15 running
        walter-onprem/walter ghcr.io/matchylabs/walter:%s running
        """
        .formatted(release);
  }

  /** Whatever would show that the machine was touched: files, containers, when they started. */
  public String footprint() throws IOException, InterruptedException {
    return machine.shell(
        "find walter-onprem* -printf '%p %i %T@\\n' | sort; docker inspect --format "
            + "'{{.Id}} {{.State.StartedAt}} {{.State.Running}}' $(docker ps -aq)");
  }

  /** The directories that containers of the stack were started from. */
  public String startedFrom() throws IOException, InterruptedException {
    return machine
        .shell(
            "docker ps -a --format '{{.Label \"com.docker.compose.project.working_dir\"}}' | sort -u")
        .strip();
  }

  /** The id of the image that was pulled under a release's name. */
  public String image(String release) throws IOException, InterruptedException {
    return machine.shell(
        "docker image inspect --format '{{.Id}}' ghcr.io/matchylabs/walter:" + release);
  }

  /** The id of the image that the service walter runs. */
  public String runningImage() throws IOException, InterruptedException {
    return machine.shell(
        "docker inspect --format '{{.Image}}' $(docker ps -q --filter label=com.docker.compose.service=walter)");
  }

  /** The version of the database's schema. */
  public String schema() throws IOException, InterruptedException {
    return machine.shell(SQL + "'select max(version) from walter_schema'").strip();
  }

  /** Starts a psql that takes statements a line and answers each in a line, until it is stopped. */
  public Process psql() throws IOException {
    return new ProcessBuilder(
            "docker",
            "exec",
            "-i",
            machine.getContainerId(),
            "sh",
            "-c",
            "exec docker exec -i $(docker ps -q --filter label=com.docker.compose.service=postgres)"
                + " psql -qtAX -v ON_ERROR_STOP=1 -U walter")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** What a statement answers, a line a row. */
  public String sql(String statement) throws IOException, InterruptedException {
    return machine.shell(SQL + "'" + statement + "'");
  }

  /** The time stamps of all backups, a line each. */
  public String backupStamps() throws IOException, InterruptedException {
    return machine.shell("ls .walter-fleet/backups 2>/dev/null || true");
  }

  /** What a run must not leave behind: half a swap, what a rollback replaced, a lock. */
  public String leftovers() throws IOException, InterruptedException {
    return machine.shell(
        "ls -d walter-onprem.walter-fleet-new* walter-onprem.failed-* .walter-fleet/backups/*/*.partial"
            + " 2>/dev/null; docker volume ls -q | grep -e replaced -e '[.]backup-'; docker ps -aq --filter status=created;"
            + " cd .walter-fleet/lock && grep -l state=held $(ls | sort -n | tail -n 1); true");
  }

  /** Each backup's kind of data, the modes of its files, and those that hold data. */
  public String backups() throws IOException, InterruptedException {
    return machine
        .shell(
            """
            cd .walter-fleet/backups; for one in */; do
              echo $(sed -n s/^data=//p $one/info; find $one -type f -printf '0%m\\n' | sort -u; cd $one; ls | grep -e gz -e dump)
            done
            """)
        .strip();
  }

  /** What a path answers at a port: the status code. */
  public String status(int httpsPort, String path) throws IOException, InterruptedException {
    return machine.status(host(), httpsPort, path);
  }

  /** Makes the machine as new, but for the layers of the database's image. */
  public void wipe() throws IOException, InterruptedException {
    clear();
    machine.root(
        "docker image ls -q ghcr.io/matchylabs/walter | xargs -r docker image rm -f >/dev/null");
  }

  /** Makes the machine as new, but for the images that it has. */
  public void clear() throws IOException, InterruptedException {
    machine.root(
        """
        docker ps -aq | xargs -r docker rm -fv >/dev/null
        docker volume ls -q | xargs -r docker volume rm >/dev/null
        docker network prune -f >/dev/null
        rm -rf /home/walter/walter-onprem* /home/walter/.walter-fleet
        """);
  }
}
