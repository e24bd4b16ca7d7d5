package io.walterfleet.stack;

import io.walterfleet.testbed.ContainerMachine;
import io.walterfleet.testbed.ContainerWalter;
import java.io.IOException;
import java.util.Locale;
import org.testcontainers.utility.MountableFile;

/** A whole machine that dies where it is told to, and what is seen of it afterwards. */
record MortalMachine(ContainerWalter walter) {
  /** What sshd_config says so that the scripts ask whether to die. */
  static final String SSHD =
      "SetEnv WALTER_FLEET_KILL_AT=* \"WALTER_FLEET_KILL_HOOK=[ ! -e /var/tmp/mortal/hook.sh ] || . /var/tmp/mortal/hook.sh\"";

  private static final String RESOURCES = "src/test/resources/mortal/";

  /** Puts on the machine what it dies by. */
  void prepare() throws IOException, InterruptedException {
    machine().copyFileToContainer(file("hook.sh"), "/var/tmp/mortal/hook.sh");
    machine().copyFileToContainer(file("power-cut.sh"), "/usr/local/bin/power-cut");
    machine().root("chmod 755 /usr/local/bin/power-cut; chown -R walter /var/tmp/mortal");
  }

  /** Makes it as new, but for the images that it has. */
  void anew(EngineBundle bundle) throws IOException, InterruptedException {
    walter.clear();
    machine().root("echo 0 >/var/tmp/mortal/mailers; chmod 666 /var/tmp/mortal/mailers");
    if (bundle == EngineBundle.ELSEWHERE) {
      walter.keepDataElsewhere();
    }
  }

  /** Chooses where it dies next. */
  void arm(EngineCell cell) throws IOException, InterruptedException {
    String way = cell.way().name().toLowerCase(Locale.ROOT);
    String line = cell.at().isEmpty() ? "" : "echo %s %s >armed".formatted(cell.at(), way);
    machine().shell("cd /var/tmp/mortal; rm -f passed reached armed; " + line);
  }

  /** Lets each script die at a checkpoint, until it is armed anew. */
  void dieAlways(String checkpoint) throws IOException, InterruptedException {
    machine().shell("echo " + checkpoint + " always >/var/tmp/mortal/armed");
  }

  /** Does something at a checkpoint, once, as somebody else on the machine would. */
  void meanwhile(String checkpoint, String deed) throws IOException, InterruptedException {
    machine()
        .shell(
            "cat >/var/tmp/mortal/deed <<'END'\n"
                + deed
                + "\nEND\necho "
                + checkpoint
                + " deed >/var/tmp/mortal/armed");
  }

  /** Cuts the power now, and waits until all that comes back by itself is there. */
  void cutPower() throws IOException, InterruptedException {
    machine().execInContainer("setsid", "-f", "/usr/local/bin/power-cut");
    Thread.sleep(1000);
    awaitEngine();
    machine()
        .root(
            "timeout 60 sh -c 'until docker exec $(docker ps -q --filter label=com.docker.compose.service=postgres)"
                + " pg_isready -q -U walter; do sleep 0.2; done'");
  }

  /** The checkpoint at which it died; empty if it did not. */
  String reached() throws IOException, InterruptedException {
    return machine().root("cat /var/tmp/mortal/reached 2>/dev/null || true").strip();
  }

  /** How many acts were begun since it was armed. */
  int passed() throws IOException, InterruptedException {
    return Integer.parseInt(
        machine().root("cat /var/tmp/mortal/passed 2>/dev/null | wc -l").strip());
  }

  /** Waits until its engine answers. */
  void awaitEngine() throws IOException, InterruptedException {
    machine().root("timeout 60 sh -c 'until docker ps -q >/dev/null 2>&1; do sleep 0.2; done'");
  }

  /**
   * Restarts the database and looks at everything: a line for each thing that is not as it should
   * be.
   */
  String faults(EngineAct act) throws IOException, InterruptedException {
    String look =
        """
        id=$(docker ps -q --filter label=com.docker.compose.service=postgres)
        sql() { docker exec "$id" psql -qtAX -U walter -c "$1"; }
        docker restart "$id" >/dev/null || echo 'no database runs'
        timeout 60 sh -c "until docker exec $id pg_isready -q -U walter; do sleep 0.1; done" || echo 'the database does not start'
        docker exec "$id" pg_amcheck -U walter --install-missing --heapallindexed walter || echo 'pg_amcheck found something'
        [ "$(sql 'select max(version) from walter_schema')" = %1$s ] || echo "schema $(sql 'select max(version) from walter_schema')"
        [ "$(docker ps --format '{{.Image}}' --filter label=com.docker.compose.service=walter)" = ghcr.io/matchylabs/walter:%2$s ] || echo 'another release runs'
        docker ps -a --format '{{.Label "com.docker.compose.service"}} {{.Status}}' | grep -v -e ' Up ' -e '^permissions Exited (0)'
        [ "$(docker ps -q --filter label=com.docker.compose.service=mailer | wc -l)" = "$(cat /var/tmp/mortal/mailers)" ] || echo 'the service of the profile does not run as it did'
        inside=$(docker exec "$(docker ps -q --filter label=com.docker.compose.service=walter)" stat -c %%i /etc/walter/settings.conf 2>/dev/null || echo none)
        [ "$inside" = "$(stat -c %%i walter-onprem/config/settings.conf 2>/dev/null || echo none)" ] || echo 'old files are mounted'
        docker ps -q --filter label=walter-fleet.helper
        grep -q -x '%5$s' /var/tmp/mortal/passed || echo 'it did not come to %5$s'
        ls /home/walter | grep -v '^walter-onprem$' | grep -v '^walter-onprem.backup-'
        timeout 30 sh -c "until [ \\"$(curl -sk -o /dev/null -w '%%{http_code}' --resolve '%3$s:%4$d:127.0.0.1' https://%3$s:%4$d/health/ready)\\" = 200 ]; do sleep 0.3; done" || echo 'Walter is not ready'
        true
        """
            .formatted(
                act.schema(), act.release(), walter.host(), act.port(), act.mark() + ".before");
    String more = walter.leftovers().strip();
    return (machine().shell(look) + more).strip();
  }

  /** Starts what the bundle has for one profile alone, where it has it, and notes that it runs. */
  void startProfile() throws IOException, InterruptedException {
    machine()
        .shell(
            """
            cd walter-onprem
            if grep -q '^  mailer:' compose.yml; then bin/walter-onprem --profile mail up -d --no-deps mailer 2>&1; echo 1 >/var/tmp/mortal/mailers
            else echo 0 >/var/tmp/mortal/mailers; fi
            """);
  }

  /** When the newest backup's volumes were noted, in microseconds since 1970. */
  long backedUp() throws IOException, InterruptedException {
    String seconds =
        machine()
            .shell("cd .walter-fleet/backups; stat -c %.6Y $(ls -d */marks | sort | tail -n 1)");
    return Long.parseLong(seconds.strip().replace(".", ""));
  }

  private ContainerMachine machine() {
    return walter.machine();
  }

  private static MountableFile file(String name) {
    return MountableFile.forHostPath(RESOURCES + name);
  }
}
