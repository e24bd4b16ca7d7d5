package io.walterfleet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.stack.StackSite.Failing;
import io.walterfleet.testbed.ContainerFleet.Settings;
import io.walterfleet.testbed.ContainerWalter;
import io.walterfleet.testbed.Desk.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long Walter is away in an upgrade or on the way back, by what is copied and how, on real
 * Docker with PostgreSQL under a writer; no part of the build.
 *
 * <p>The ways take turns on one machine: ours with volumes, with a dump and with nothing, and by
 * hand with {@code cp -a} and {@code tar}; {@code back-volumes}, {@code back-none} and {@code
 * back-by-hand} are the way back from an upgrade that ended just before, the last one with copies
 * of {@code cp -a}; before {@code heavy-volumes} and {@code heavy-cp -a} somebody changes rows all
 * over the table. {@code -Dwalter-fleet.megabytes=150,1000} are sizes of the table, {@code
 * -Dwalter-fleet.rounds=3} how often, {@code -Dwalter-fleet.ways=volumes,tar} some of the ways, and
 * {@code -Dwalter-fleet.trace=true} writes what happened when to {@code target/trace-*.txt}. Prints
 * seconds, what was taken on disk, and how busy the computer was, and writes it to {@code
 * target/downtime.txt}.
 */
@Tag("stack")
class Downtime {
  private static final List<String> WAYS =
      List.of(
          System.getProperty("walter-fleet.ways", "none,dump,volumes,cp -a,tar").split(",", -1));
  private static final int ROUNDS = Integer.getInteger("walter-fleet.rounds", 3);

  /** Notes when each act began and ended; asked for by {@code -Dwalter-fleet.trace=true}. */
  private static final Settings TRACED =
      new Settings(
          "SetEnv WALTER_FLEET_KILL_AT=* \"WALTER_FLEET_KILL_HOOK=echo $(date +%s%3N) $wf_checkpoint >>/tmp/trace\"",
          "");

  private static final String HEALTH =
      "while [ ! -e /tmp/stop ]; do echo $(date +%%s%%3N) $(curl -sk -m 1 -o /dev/null -w '%%{http_code}'"
          + " --resolve %1$s:8443:127.0.0.1 https://%1$s:8443/health/ready); sleep 0.05; done";

  /** The most that volumes, backups and copies by hand took, in megabytes, beside the data. */
  private static final String PEAK =
      "cd /; most=0; while [ ! -e /tmp/stop ]; do now=$(du -smc var/lib/docker/volumes home/walter/.walter-fleet home/walter/b"
          + " 2>/dev/null | tail -n 1 | cut -f 1); [ $now -le $most ] || most=$now; sleep 1; done; echo $most";

  /** Changes rows all over the table as fast as PostgreSQL takes them. */
  private static final String HEAVY =
      "while [ ! -e /tmp/stop ]; do docker exec $(docker ps -q --filter label=com.docker.compose.service=postgres)"
          + " psql -qU walter -c 'update events set payload = md5(random()::text) || md5(random()::text)"
          + " where id in (select (random() * %d)::bigint from generate_series(1, 500))'"
          + " >/dev/null 2>&1 || sleep 0.2; done";

  private static final String COMMAND = "cd walter-onprem && bin/walter-onprem ";
  private static final String BY_HAND =
      "mkdir -p b && "
          + COMMAND
          + "stop && docker run --rm --user 0 -v walter_postgres:/d:ro -v walter_state:/s:ro"
          + " -v /home/walter/b:/b --entrypoint sh ghcr.io/matchylabs/postgres:15 -c '%s'"
          + " && sed -i s/walter:1.7.9/walter:1.8.3/ .env.deploy && bin/walter-onprem run --rm -T setup"
          + " && bin/walter-onprem up -d";

  private static final String BACK_BY_HAND =
      COMMAND
          + "stop && docker run --rm --user 0 -v walter_postgres:/d -v walter_state:/s"
          + " -v /home/walter/b:/b:ro --entrypoint sh ghcr.io/matchylabs/postgres:15 -c"
          + " 'find /d /s -mindepth 1 -maxdepth 1 -exec rm -rf {} + && cp -a /b/postgres/. /d && cp -a /b/state/. /s'"
          + " && sed -i s/walter:1.8.3/walter:1.7.9/ .env.deploy && bin/walter-onprem up -d";

  private final List<String> lines = new ArrayList<>();

  @Test
  void howLongWalterIsAway() throws Exception {
    for (String size : System.getProperty("walter-fleet.megabytes", "150,1000").split(",", -1)) {
      try (StackSite site =
          StackSite.start(1, Boolean.getBoolean("walter-fleet.trace") ? TRACED : Settings.NONE)) {
        ContainerWalter walter = site.walter(0);
        walter.install("1.7.9");
        grow(walter, Integer.parseInt(size));
        for (int round = 0; round < ROUNDS; round++) {
          for (String way : WAYS) {
            measure(site, size, way);
          }
        }
        site.desk().forgetWishes();
      }
    }
    Files.write(Path.of("target/downtime.txt"), lines);
  }

  private void measure(StackSite site, String size, String way) throws Exception {
    ContainerWalter walter = site.walter(0);
    reset(walter);
    boolean back = way.startsWith("back-");
    boolean heavily = way.startsWith("heavy-");
    String upgrade = way.substring(back || heavily ? way.indexOf('-') + 1 : 0);
    if (upgrade.equals("by-hand")) {
      upgrade = "cp -a";
    }
    long before = System.currentTimeMillis();
    if (back) {
      upgrade(site, upgrade);
    }
    Ledger ledger = Ledger.open(walter);
    long data =
        Long.parseLong(walter.machine().root("du -sm /var/lib/docker/volumes | cut -f 1").strip());
    CompletableFuture<String> seen = watch(walter, HEALTH.formatted(walter.host()));
    CompletableFuture<String> most = watch(walter, PEAK);
    CompletableFuture<String> heavy =
        watch(walter, heavily ? HEAVY.formatted(Integer.parseInt(size) * 4500) : ":");
    Thread.sleep(1500);
    long begun = System.currentTimeMillis();
    if (back) {
      back(site, upgrade);
    } else {
      upgrade(site, upgrade);
    }
    long ended = System.currentTimeMillis();
    Thread.sleep(1500);
    walter.machine().root("touch /tmp/stop");
    ledger.stop();
    heavy.get();
    trace(walter, size + "-" + way, begun, seen.get());
    if (back && !upgrade.equals("none")) {
      ledger.putBack(before, begun);
    }
    assertThat(ledger.differences()).as(way).isEmpty();
    String line =
        String.format(
            Locale.ROOT,
            "%s MB of rows, %d MB in volumes, %-12s away %5.1f s, whole %5.1f s, %d MB more at the peak, %d rows, load %s",
            size,
            data,
            way,
            away(seen.get()) / 1000.0,
            (ended - begun) / 1000.0,
            Long.parseLong(most.get().strip()) - data,
            ledger.size(),
            Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    lines.add(line);
    System.out.println(line);
  }

  /** What a shell line says on the machine until {@code /tmp/stop} is there. */
  private static CompletableFuture<String> watch(ContainerWalter walter, String line)
      throws IOException {
    Process process =
        new ProcessBuilder("docker", "exec", walter.machine().getContainerId(), "sh", "-c", line)
            .start();
    return CompletableFuture.supplyAsync(() -> said(process));
  }

  /** What happened when, in milliseconds since the beginning: acts, containers, answers. */
  private static void trace(ContainerWalter walter, String name, long begun, String seen)
      throws IOException, InterruptedException {
    if (!Boolean.getBoolean("walter-fleet.trace")) {
      return;
    }
    String acts = walter.machine().root("cat /tmp/trace 2>/dev/null; rm -f /tmp/trace");
    String engine =
        walter
            .machine()
            .root(
                "docker events --since %d --until $(date +%%s) --format '{{.TimeNano}} {{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}' | sed 's/^\\([0-9]\\{13\\}\\)[0-9]*/\\1/' | grep '^[0-9]\\{13\\} ' | grep -v exec_"
                    .formatted(begun / 1000));
    String text =
        Stream.of(acts, engine, seen)
            .flatMap(String::lines)
            .map(line -> line.split(" ", 2))
            .filter(line -> line.length == 2 && !line[1].equals("200"))
            .sorted(Comparator.comparing(line -> Long.parseLong(line[0])))
            .map(line -> String.format("%7d %s%n", Long.parseLong(line[0]) - begun, line[1]))
            .collect(Collectors.joining());
    Files.writeString(Path.of("target/trace-" + name.replace(' ', '-') + ".txt"), text);
  }

  private static String said(Process process) {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void upgrade(StackSite site, String way) throws Exception {
    ContainerWalter walter = site.walter(0);
    switch (way) {
      case "cp -a" ->
          walter.machine().shell(BY_HAND.formatted("cp -a /d /b/postgres && cp -a /s /b/state"));
      case "tar" ->
          walter
              .machine()
              .shell(BY_HAND.formatted("tar cf /b/p.tar -C /d . && tar cf /b/s.tar -C /s ."));
      default -> site.apply(0, inventory(site, way));
    }
  }

  private static String inventory(StackSite site, String backup) throws Exception {
    return site.inventory(
        Failing.NEVER,
        "host: %s, mode: internal-tls, httpsPort: 8443, release: minor, backup: %s"
            .formatted(site.walter(0).host(), backup));
  }

  private static void back(StackSite site, String upgrade) throws Exception {
    if (upgrade.equals("cp -a")) {
      site.walter(0).machine().shell(BACK_BY_HAND);
      return;
    }
    if (upgrade.equals("none")) {
      // the release before takes no schema of a later one
      site.walter(0).sql("delete from walter_schema where version > 7");
    }
    String inventory = inventory(site, upgrade);
    String[] words = {"rollback", "--all", "--data", upgrade, "--yes", "-i", inventory};
    Ran ran = site.desk().run(words);
    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
  }

  /**
   * From the first question that was not answered with 200 to the first after the last of these.
   */
  private static long away(String seen) {
    long first = 0;
    long last = 0;
    long next = 0;
    for (String line : seen.lines().toList()) {
      String[] words = line.split(" ", -1);
      long at = Long.parseLong(words[0]);
      if (!words[1].equals("200")) {
        first = first == 0 ? at : first;
        last = at;
        next = 0;
      } else if (last > 0 && next == 0) {
        next = at;
      }
    }
    return (next == 0 ? last : next) - first;
  }

  private static void grow(ContainerWalter walter, int megabytes)
      throws IOException, InterruptedException {
    walter.sql(
        ("create table events(id bigint primary key, at timestamptz, payload text);"
                + " insert into events select i, now(), md5(i::text) || md5((i*7)::text) || md5((i*3)::text)"
                + " || md5((i*5)::text) from generate_series(1, %d) i; checkpoint")
            .formatted(megabytes * 4500));
  }

  /** Back to the release before, by hand; the data stay, and nothing is known of walter-fleet. */
  private static void reset(ContainerWalter walter) throws IOException, InterruptedException {
    walter.machine().shell(COMMAND + "up -d");
    walter.sql(
        "delete from walter_schema where version > 7; drop table if exists ledger; checkpoint");
    walter
        .machine()
        .shell(
            COMMAND
                + "stop; sed -i s/walter:1.8.3/walter:1.7.9/ .env.deploy && bin/walter-onprem up -d");
    walter
        .machine()
        .root(
            "rm -rf /home/walter/.walter-fleet /home/walter/walter-onprem.* /home/walter/b /tmp/stop");
    for (int wait = 0; wait < 300 && !walter.status(8443, "/health/ready").equals("200"); wait++) {
      Thread.sleep(200);
    }
  }
}
