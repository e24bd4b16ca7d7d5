package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.format.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole rehearsals, as they are typed. */
@Tag("unit")
@Timeout(120)
class RehearseCommandTest {
  private static final String ROLLOUT =
      "rollout: {batch: [1, 2], maxFailed: 1, gate: {timeout: 1m, interval: 1s, healthyFor: 5s}}\n";

  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void inventory() throws IOException {
    site = new TestSite(folder);
    inventory =
        site.inventory(List.of("store-1", "store-2", "store-3", "store-4", "store-5"), ROLLOUT);
  }

  @Test
  void itSaysHowTheRolloutWouldGo() {
    assertThat(rehearse("--fault", "pull-fails:20%", "--fault", "store-[2:3]:never-ready"))
        .isEqualTo(
            new Ran(
                0,
                """
                Rehearsal of fleet test: 5 machines, all simulated; no machine was contacted

                plan    made now, with the manifest SITE/manifest.json
                from    5 machines with ghcr.io/matchylabs/walter:1.8.2
                takes   connect 0.5 s, survey 0.5 s, stage 5.0 s, pull 1 min 0 s, backup 1 min 0 s, swap 1.0 s,
                        migrate 30 s, restart 10 s, ready 15 s, finish 1.0 s, rollback 1 min 0 s, reboot 1 min 30 s
                seed    1
                fault   pull-fails:20%: 1 machine, store-1
                fault   store-[2:3]:never-ready: 2 machines, store-2, store-3

                BATCH    WAVE       MACHINES  BEGINS     TAKES       CHANGED  FAILED
                prepare  all        5         1.0 s      1 min 5 s   -        1
                1 of 3   remaining  1         1 min 6 s  0.0 s       0        0
                2 of 3   remaining  2         1 min 6 s  2 min 41 s  0        2

                budget  at most 1 may fail; 3 did: stops in batch 2 of 3 (remaining)
                peak    5 connections, 5 machines at work

                skipped: 2 machines: store-4, store-5
                    the failure budget was spent before its turn
                failed: store-1
                    pull failed: simulated by pull-fails:20%
                failed: 2 machines: store-2, store-3
                    it did not become ready: after 60 s /health/ready answered 503; and it could not be put back:
                    the schema was migrated, and the backup has no volumes; the machine has release 1.8.3, and its
                    containers run

                5 machines: 2 skipped, 3 failed in 3 min 47 s; stopped: more than 1 failed
                apply would exit with 4
                """,
                ""));
  }

  @Test
  void wavesThatWaitHaveDates() throws IOException {
    inventory =
        site.inventory(
            List.of("store-1", "store-2"),
            """
            rollout: {waves: [{group: canary, then: hold, soak: 36h}, {group: stores, soak: 2h}]}
            maintenance: {bind: [apply], timezone: Europe/Berlin, windows: [{from: "02:00", to: "05:00"}]}
            """);
    Path file = Path.of(inventory);
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "groups:\n", "groups:\n  canary: {machines: {edge-1: {address: 10.9.0.1}}}\n"));
    Ran text = rehearse();
    assertThat(text.out())
        .contains(
            """
            WAVE    BEGINS, AT THE EARLIEST                  DONE                                     THEN
            canary  Tue 2026-11-24 at 02:00 (Europe/Berlin)  Tue 2026-11-24 at 02:02 (Europe/Berlin)  soaks for 36h, then holds
            stores  Thu 2026-11-26 at 02:00 (Europe/Berlin)  Thu 2026-11-26 at 02:02 (Europe/Berlin)  -
            """)
        .endsWith("apply would exit with 11 where a wave holds or soaks, and at last with 0\n");
    Ran json = rehearse("--format", "json");
    assertThat(Schemas.complaints("rehearsal.schema.json", json.out())).isEmpty();
    assertThat(json.out())
        .contains("\"begins\" : \"2026-11-26T02:00+01:00\"", "\"soakSeconds\" : 129600");
  }

  @Test
  void theSameSeedPrintsTheSameForThreeHundredMachinesInNoTime() throws IOException {
    inventory =
        site.inventory(
            IntStream.rangeClosed(1, 300).mapToObj("store-%03d"::formatted).toList(),
            "rollout: {batch: [1, 10%, 25%], maxFailed: 10%}\n");
    List<String> words =
        List.of(
            "--fault=pull-fails:2%,never-ready:2%,ssh-drop@swap:5%,reboot@migrate:2%,slow:10%",
            "--format=json");
    Ran once = rehearse(words.toArray(String[]::new));
    Ran again = rehearse(words.toArray(String[]::new));
    Ran other = rehearse("--seed=2", words.get(0), words.get(1));
    assertThat(once.exitCode()).isZero();
    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  @Test
  void jsonObeysItsSchema() throws IOException {
    Ran ran = rehearse("--format", "json", "--fault", "never-ready:50%", "--fault", "locked:20%");
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    assertThat(
            registry
                .getSchema(Files.readString(Path.of("schema/rehearsal.schema.json")))
                .validate(ran.out(), InputFormat.JSON)
                .stream()
                .map(Error::toString))
        .isEmpty();
    assertThat(ran.out()).contains("\"format\" : \"walter-fleet/rehearsal/v1\"");
  }

  @Test
  void aSavedPlanIsRehearsed() throws IOException {
    site.installed("store-1", "1.8.2");
    String plan = folder.resolve("plan.json").toString();
    site.run("plan", "-i", inventory, "-q", "--out", plan);
    Ran ran = rehearse("--plan", plan, "-q");
    assertThat(ran)
        .isEqualTo(
            new Ran(
                0,
                """
                5 machines: 1 applied, 4 skipped in 2 min 8 s
                apply would exit with 9
                """,
                ""));
    assertThat(rehearse("--plan", plan, "-l", "store-1").exitCode()).isEqualTo(64);
    assertThat(rehearse("--plan", plan, "--from", "1.8.2").exitCode()).isEqualTo(64);
  }

  @Test
  void theExitCodeIsThatOfApplyOnlyWhenAsked() {
    assertThat(rehearse("-q", "--fault", "never-ready").exitCode()).isZero();
    assertThat(rehearse("-q", "--fault", "never-ready", "--detailed-exitcode"))
        .isEqualTo(
            new Ran(
                4,
                """
                5 machines: 2 skipped, 3 failed in 6 min 29 s; stopped: more than 1 failed
                apply would exit with 4
                """,
                ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --fault=pul-fails:2%         | --fault 'pul-fails:2%': 'pul-fails' is not a fault           | did you mean 'pull-fails'?
          --fault=store-9:never-ready  | --fault 'store-9:never-ready': 'store-9' is no machine, group or tag of this inventory | did you mean 'store-1'?
          --fault=reboot               | --fault 'reboot': does not say in which step                 | write reboot@STEP; the steps are stage, pull, backup, swap, migrate, restart, gate, finish
          --fault=slow@pul             | --fault 'slow@pul': 'pul' is not a step                      | did you mean 'pull'?
          --fault=locked@swap          | --fault 'locked@swap': 'locked' belongs to no step           | leave out '@swap'
          --fault=pull-fails@pull      | --fault 'pull-fails@pull': 'pull-fails' belongs to no step   | leave out '@pull'
          --fault=disk-full@gate       | --fault 'disk-full@gate': the gate needs no disk space       | name another step
          --fault=slow:101%            | --fault 'slow:101%': has no rate from 0% to 100%             | write [WHO:]FAULT[@STEP][:RATE%], such as pull-fails:2%
          --fault=a:b:c                | --fault 'a:b:c': is not a fault                              | write [WHO:]FAULT[@STEP][:RATE%], such as pull-fails:2%
          """)
  void aFaultThatIsNotOneIsRefused(String option, String problem, String fix) {
    assertThat(rehearse(option))
        .isEqualTo(
            new Ran(
                64, "", problem + "\n    fix: " + fix + "\n1 problem; no machine was contacted\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --assume=pul=90s  | --assume 'pul=90s' names nothing that takes time    | did you mean 'pull'?
          --assume=pull=90  | --assume 'pull=90' has no time of at most a day     | write a number and a unit, such as 200ms, 30s, 5m or 1h30m
          --assume=pull=25h | --assume 'pull=25h' has no time of at most a day    | write a number and a unit, such as 200ms, 30s, 5m or 1h30m
          --from=1.8        | --from 1.8 is no release                            | write one such as 1.8.2
          --seed=x          | invalid value for option '--seed': 'x' is not a whole number | write digits alone, such as 8
          """)
  void whatIsNoAssumptionIsRefused(String option, String problem, String fix) {
    assertThat(rehearse(option))
        .isEqualTo(new Ran(64, "", "walter-fleet: " + problem + "\n    fix: " + fix + "\n"));
  }

  private Ran rehearse(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "rehearse";
    words[1] = "-i";
    words[2] = inventory;
    System.arraycopy(more, 0, words, 3, more.length);
    return site.run(words);
  }
}
