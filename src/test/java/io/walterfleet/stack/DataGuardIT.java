package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.format.Schemas;
import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real engine, on which others run beside the bundle, and which dies and comes back. */
@Tag("stack")
class DataGuardIT {
  private static final String EXTRA =
      """
      services:
        mailer:
          image: ghcr.io/matchylabs/postgres:15
          entrypoint: [sh, -c, "trap '' INT TERM; while :; do sleep 1; done"]
          volumes: ["state:/state"]
          stop_grace_period: 3s
        metrics: {image: "ghcr.io/matchylabs/postgres:15", entrypoint: [sleep, "1d"], init: true}
      """;

  private static final String STARTS_DATABASE =
      """
      id=$(docker ps -aq --filter label=com.docker.compose.service=postgres)
      docker start $id
      timeout 60 sh -c "until docker exec $id pg_isready -q -U walter; do sleep 0.1; done"
      docker exec $id psql -U walter -c 'insert into orders select generate_series(5001, 5010)'
      """;
  private static final String FLIPPED =
      "printf '\\377\\000\\377' | dd of=postgres.tar.gz bs=1 seek=5000 conv=notrunc status=none";
  private static final String SUMS = " && sha256sum *.gz >checksums";

  /** Changes what is in the archive of the database, and notes its checksum anew. */
  private static final String REPACKED =
      """
      docker run --rm --user 0 -v "$PWD:/backup" --entrypoint sh ghcr.io/matchylabs/postgres:15 -ec '
        spoil() { touch -r "$1" /tmp/when; printf "spoiled spoiled spoiled" | dd of="$1" bs=1 seek=8192 conv=notrunc status=none; touch -r /tmp/when "$1"; }
        init=$(ls /usr/lib/postgresql/*/bin/initdb)" -D /tmp/x/data"
        mkdir /tmp/x && cd /tmp/x && tar -xpzf /backup/postgres.tar.gz
        %s
        tar --numeric-owner -czf /backup/postgres.tar.gz .'"""
          + SUMS;

  private static final String OLD = "release: '1.7.9', backup: volumes";

  private static StackSite site;

  @BeforeAll
  static void start() throws Exception {
    site = StackSite.start(1, new Settings(MortalMachine.SSHD, ""));
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
  }

  @BeforeEach
  void clear() throws Exception {
    walter().clear();
  }

  @Test
  void whoMayWriteToTheDataIsStoppedAndStartedAgainAndOthersRunOn() throws Exception {
    install();
    shell("cat >extra.yml <<'END'\n" + EXTRA + "END");
    shell(
        "cd walter-onprem && bin/walter-onprem -f ../extra.yml up -d --no-deps mailer metrics"
            + " && bin/walter-onprem run -d --no-deps --entrypoint sleep walter 1d");
    String metrics = started("metrics");
    String mailer = started("mailer");
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    String since = shell("date +%s").strip();

    site.apply(0, minor);

    assertThat(secondsBetweenSignals("mailer", since)).isBetween(2, 20);
    assertThat(walter().schema()).isEqualTo("9");
    assertThat(started("metrics")).isEqualTo(metrics);
    assertThat(started("mailer")).isGreaterThan(mailer);
    assertThat(shell("cat .walter-fleet/audit.log"))
        .containsPattern(" backup: changed: .*; stopped as well:.* walter-onprem-mailer-1")
        .contains("; started again: mailer\n")
        .doesNotContain("metrics");
    assertThat(shell("docker ps -q --filter label=com.docker.compose.oneoff=True")).isEmpty();

    Ran back = site.desk().run("rollback", "--all", "--data", "volumes", "--yes", "-i", minor);

    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThat(started("metrics")).isEqualTo(metrics);
    assertThat(shell("docker ps --format '{{.Names}}' --filter name=mailer")).isNotEmpty();
    assertThatTheDataAreWhole();
  }

  /** Volumes that are mounted from elsewhere are copied, for they cannot be exchanged. */
  @Test
  void anEngineThatComesBackInTheMiddleOfARollbackFindsNobodyWritingUnderTheDatabase()
      throws Exception {
    walter().keepDataElsewhere();
    install();
    theEngineComesBackAt("rollback.replacing.before");
  }

  @Test
  void anEngineThatComesBackBeforeAnExchangeFindsTheDataInOnePlaceOrTheOther() throws Exception {
    install();
    theEngineComesBackAt("rollback.exchange.before");
  }

  /** It has the directory that is put aside, and would go on with that. */
  @Test
  void aDatabaseThatSomebodyStartsBeforeAnExchangeIsStoppedAndGetsTheRightData() throws Exception {
    install();
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    site.apply(0, minor);
    MortalMachine machine = new MortalMachine(walter());
    machine.prepare();
    machine.meanwhile("rollback.exchange.before", STARTS_DATABASE);

    Ran back = site.desk().run("rollback", "--all", "--data", "volumes", "--yes", "-i", minor);

    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThat(machine.reached()).isEqualTo("rollback.exchange.before");
    assertThatTheDataAreWhole();
    assertThat(shell("docker volume ls -q --filter name=walter_"))
        .isEqualTo("walter_postgres\nwalter_state\n");
  }

  @Test
  void aDatabaseThatSomebodyStartsWhileItIsCopiedMakesNoBackupAndNoRowIsLost() throws Exception {
    install();
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    MortalMachine machine = new MortalMachine(walter());
    machine.prepare();
    machine.meanwhile("backup.copy.before", STARTS_DATABASE);

    Ran refused = site.apply(3, minor);

    assertThat(refused.out())
        .contains("walter-onprem-postgres-1 was started while they were copied");
    assertThat(walter().schema()).isEqualTo("7");
    assertThat(walter().containers()).isEqualTo(ContainerWalter.running("1.7.9"));
    site.apply(0, minor);
    Ran back = site.desk().run("rollback", "--all", "--data", "volumes", "--yes", "-i", minor);
    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThat(walter().sql("select count(*) from orders")).isEqualTo("1010\n");
    site.apply(0, site.inventory(Failing.NEVER, OLD));
  }

  @Test
  void whatRootInstallsBelongsToWhomTheHomeBelongs() throws Exception {
    String first =
        site.inventory(
            Failing.NEVER,
            OLD + ", host: store-1.example.com, mode: internal-tls, httpsPort: 8443");
    asRoot(first);

    site.apply(0, first);

    assertThat(shell("stat -c '%U %a' walter-onprem/.env.deploy")).isEqualTo("walter 600\n");
    assertThat(shell("find walter-onprem ! -user walter")).isEmpty();
    assertThat(shell("cd walter-onprem && bin/walter-onprem ps -q")).isNotEmpty();
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    asRoot(minor);
    site.apply(0, minor);
    Ran back = site.desk().run("rollback", "--all", "--yes", "-i", minor);
    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThat(shell("find walter-onprem* ! -user walter")).isEmpty();
    site.apply(0, first);
  }

  /** A backup of another cluster, or one that lacks anything, is no way back. */
  @Test
  void aWholeBackupIsProvedAndEachFaultOfOneIsFound() throws Exception {
    install();
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    Path proving = Path.of(minor).resolveSibling("proving.yml");
    Files.writeString(proving, Files.readString(Path.of(minor)) + "backups: {prove: one}\n");
    Path events = proving.resolveSibling("events.jsonl");
    Ran applied =
        site.desk()
            .run(
                "apply",
                "--yes",
                "--format",
                "json",
                "--events",
                events.toString(),
                "-i",
                proving.toString());
    assertThat(applied.exitCode()).as(applied.out() + applied.err()).isZero();
    List<String> lines = applied.out().lines().toList();
    for (String line : lines) {
      assertThat(Schemas.complaints("event.schema.json", line)).as(line).isEmpty();
    }
    assertThat(lines)
        .anyMatch(line -> line.contains("\"outcome\":\"proved\""))
        .isEqualTo(Files.readAllLines(events));
    assertThat(applied.err()).doesNotContain("proved");
    assertThat(backups(minor)).contains("\"passed\" : true");
    shell("cp -Rp .walter-fleet/backups whole");
    String footprint = walter().footprint();

    assertThat(proof(0, minor))
        .matches(
            "(?s)proved: store-1\n +the backup \\S+ is whole: PostgreSQL read \\d tables in 3 databases; it"
                + " took \\d+ s\n1 machine: 1 proved\n");
    assertThat(backups(minor)).contains("\"proof\" : {", "\"passed\" : true");
    Map<String, String> faults = new LinkedHashMap<>();
    faults.put("checksum", FLIPPED);
    faults.put("archive", "truncate -s -9000 postgres.tar.gz" + SUMS);
    String orders = walter().sql("select pg_relation_filepath($$orders$$)").strip();
    faults.put("files", REPACKED.formatted("rm " + orders));
    faults.put("read", REPACKED.formatted("spoil " + orders));
    faults.put(
        "cluster",
        REPACKED.formatted("rm -r * && chown postgres . && su postgres -s /bin/sh -c \"$init\""));
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      shell("cd .walter-fleet/backups/2* && " + fault.getValue());
      String said = proof(3, minor);
      assertThat(said).as(fault.getKey()).contains(" is no way back: ");
      assertThat(backups(minor)).containsPattern("\"flaw\" : \"(%s)\"".formatted(fault.getKey()));
      shell("rm -r .walter-fleet/backups && cp -Rp whole .walter-fleet/backups");
    }

    assertThat(walter().footprint()).isEqualTo(footprint);
    assertThat(shell("docker volume ls -q | grep -c proof || :")).isEqualTo("0\n");
    assertThat(shell("docker ps -aq --filter label=walter-fleet.helper")).isEmpty();
    assertThat(site.desk().run("history").out()).contains("backups --prove", " 1 proved ");
    shell("rm -r whole");
  }

  /** Upgrades, dies there on the way back with all the power, and goes back once more. */
  private static void theEngineComesBackAt(String checkpoint) throws Exception {
    String minor = site.inventory(Failing.NEVER, "release: minor, backup: volumes");
    site.apply(0, minor);
    shell("docker update --restart always $(docker ps -q)");
    MortalMachine machine = new MortalMachine(walter());
    machine.prepare();
    machine.dieAlways(checkpoint);
    String[] rollback = {"rollback", "--all", "--data", "volumes", "--yes", "-i", minor};
    assertThat(site.desk().run(rollback).exitCode()).isNotZero();
    assertThat(shell("docker ps -q")).isEmpty();
    machine.arm(EngineCell.NONE);
    machine.cutPower();
    walter().sql("insert into orders values (5000)");

    Ran back = site.desk().run(rollback);

    assertThat(back.exitCode()).as(back.out() + back.err()).isZero();
    assertThatTheDataAreWhole();
  }

  private static String proof(int exitCode, String inventory) {
    Ran ran = site.desk().run("backups", "--prove", "-i", inventory);
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(exitCode);
    return ran.out();
  }

  private static String backups(String inventory) {
    return site.desk().run("backups", "--format", "json", "-i", inventory).out();
  }

  private static void asRoot(String inventory) throws IOException {
    Path file = Path.of(inventory);
    Files.writeString(
        file, Files.readString(file).replace("ssh: {user", "ssh: {become: true, user"));
  }

  /** As they were before the upgrade, also for a database that is started anew. */
  private static void assertThatTheDataAreWhole() throws Exception {
    assertThat(walter().schema()).isEqualTo("7");
    assertThat(walter().kept()).isEqualTo(walter().filled());
    shell("docker restart walter-onprem-postgres-1");
    shell("cd walter-onprem && bin/walter-onprem up -d --wait postgres");
    assertThat(walter().kept()).isEqualTo(walter().filled());
    assertThat(walter().containers()).contains(ContainerWalter.running("1.7.9").split("\n", -1));
    assertThat(walter().status(8443, "/health/ready")).isEqualTo("200");
    site.apply(0, site.inventory(Failing.NEVER, OLD));
  }

  private static void install() throws Exception {
    walter().install("1.7.9");
    walter().fill();
  }

  private static ContainerWalter walter() {
    return site.walter(0);
  }

  /** How long a service had between its first signal and the last, which nothing survives. */
  private static int secondsBetweenSignals(String service, String since)
      throws IOException, InterruptedException {
    String seconds =
        shell(
            "docker events --since %s --until $(($(date +%%s) + 1)) --filter event=kill --format"
                    .formatted(since)
                + " '{{.Time}} {{index .Actor.Attributes \"com.docker.compose.service\"}} {{index"
                + " .Actor.Attributes \"signal\"}}' | awk '$2 == \""
                + service
                + "\" { if ($3 == 9) last = $1; else first = $1 } END { print last - first }'");
    return Integer.parseInt(seconds.strip());
  }

  private static String started(String service) throws IOException, InterruptedException {
    return shell(
        "docker inspect --format '{{.State.StartedAt}}' $(docker ps -q --filter"
            + " label=com.docker.compose.service="
            + service
            + ")");
  }

  private static String shell(String line) throws IOException, InterruptedException {
    return walter().machine().shell(line);
  }
}
