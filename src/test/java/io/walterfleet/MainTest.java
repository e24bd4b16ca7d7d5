package io.walterfleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.cli.TestSite;
import io.walterfleet.cli.TestSite.Ran;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.Health;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole command lines, each with its exit code, on real scripts. */
@Tag("scripts")
class MainTest {
  @TempDir Path folder;
  private TestSite site;
  private String inventory = "";

  @BeforeEach
  void machines() throws IOException {
    site = new TestSite(folder).installed("store-1", "1.8.2").installed("store-2", "1.8.2");
    inventory = site.inventory(List.of("store-1", "store-2"), "");
  }

  @Test
  void aPlanSaysWhatWouldBeDone() {
    assertThat(site.run("plan", "-i", inventory))
        .isEqualTo(
            new Ran(
                0,
                """
                Plan ID for fleet test, made 2026-11-23T10:05:00Z
                2 of 2 machines to act on, bundle 2026.11.1
                  inventory   SITE/fleet.yml
                  notes       1.8.3: https://onprem.walterops.com/upgrades/1.8/

                2 machines to change
                  ~ 2 machines: store-1, store-2
                      release     1.8.2 -> 1.8.3
                      image       ghcr.io/matchylabs/walter:1.8.3
                      bundle      unknown -> 2026.11.1
                      running     no container -> running (changed on the machine)
                      steps       stage, pull, swap, migrate, restart, gate, finish
                      backup      none, as the inventory says: no way back once the schema is migrated
                      downtime    seconds to minutes: the schema is migrated, the stack restarts

                2 batches in this order
                  1-2  remaining  1 at a time  store-1, store-2
                Stops when the first machine fails.
                A machine whose new release does not become ready is put back.
                Takes about 2 min 59 s, and each machine is down for 55 s, if each step takes its usual time: this
                controller remembers no run of this fleet that did any of it.
                There is no way back on 2 machines, migrated without a backup: store-1, store-2.

                2 machines: 2 to change
                """,
                ""));
  }

  @Test
  void aPlanOfAPartSaysOfHowManyAndWhatDiffersFromTheLastOne() throws IOException {
    run(0, "plan", "-l", "store-1", "-i", inventory);
    run(0, "apply", "-y", "-q", "-l", "store-1", "-i", inventory);
    assertThat(run(0, "plan", "-l", "store-1", "-i", inventory))
        .contains(
            "Nothing to do, limited to store-1 (1 of 2 machines).\n", ": no longer: store-1\n");
    site.edit("store-1", "walter:1.8.3", "walter:1.8.2");
    String changed = run(0, "plan", "-l", "store-1", "-i", inventory);
    assertThat(changed)
        .contains(
            "1 of 2 machines to act on, limited to store-1 (1 machine), bundle 2026.11.1\n",
            "  since then  plan ID (0 s ago): newly to act on: store-1\n");
    String whole = run(0, "plan", "-i", inventory);
    assertThat(whole).contains("2 of 2 machines to act on, bundle").doesNotContain("since then");
    assertThat(run(0, "plan", "-i", inventory))
        .contains("  since then  plan ID (0 s ago): the same is to be done\n");
    run(0, "apply", "-y", "-q", "-i", inventory);
    site.edit("store-2", "walter:1.8.3", "walter:1.8.2");
    assertThat(run(0, "plan", "--format=json", "-i", inventory))
        .contains("\"machines\" : 2,\n    \"files\"", "\"notes\" : [ {");
    site.edit("store-2", "walter:1.8.2", "walter:1.8.3");
  }

  @Test
  void theHomeIsWhatTheShellSaysAndElseWhatJavaKnows() {
    assertThat(Main.home(Map.of("HOME", "/home/walter"), "?")).isEqualTo(Path.of("/home/walter"));
    assertThat(Main.home(Map.of("HOME", ""), "/root")).isEqualTo(Path.of("/root"));
    assertThat(Main.home(Map.of(), "/root")).isEqualTo(Path.of("/root"));
  }

  @Test
  void theHomeOfSshIsTheAccountsWhateverTheShellSays() {
    assertThat(Main.sshHome("/root", Path.of("/tmp/x"))).isEqualTo(Path.of("/root"));
    assertThat(Main.sshHome("?", Path.of("/home/walter"))).isEqualTo(Path.of("/home/walter"));
  }

  @Test
  void applyBringsTheMachinesThereAndASecondOneChangesNothing() throws IOException {
    String all = run(2, "plan", "--detailed-exitcode", "-i", inventory);
    all += run(0, "apply", "--yes", "--events", at("events"), "-i", inventory);
    assertThat(all)
        .endsWith("\napplied: 2 machines: store-1, store-2\n\n2 machines: 2 applied in 0.0 s\n");
    String again = run(0, "apply", "--yes", "--quiet", "-i", inventory);
    assertThat(again).isEqualTo("2 machines: 2 in sync in 0.0 s\n");
    String plan = run(0, "plan", "--detailed-exitcode", "-q", "-i", inventory);
    assertThat(plan).isEqualTo("2 machines: 2 in sync\n");
    all +=
        run(0, "status", "-v", "-i", inventory) + run(0, "plan", "--format=json", "-i", inventory);
    assertThat(all + Files.readString(folder.resolve("events"))).doesNotContain("canary");
  }

  @Test
  void anApplyThatStartsNoMachineIsNoRunAndSaysOnceWhy() throws IOException {
    String only = "store-1";
    Path install = site.remote().home(only).resolve("walter-onprem");
    Files.delete(install.resolve("compose.yml"));
    Files.delete(install.resolve(".env.deploy"));
    Ran ran = site.run("apply", "--yes", "-l", only, "-i", inventory);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                9,
                """
                Plan ID for fleet test, made 2026-11-23T10:05:00Z
                No machine to act on now, limited to store-1 (1 of 2 machines).
                  inventory   SITE/fleet.yml

                1 machine blocked: there is something to do, and it must not be done
                  ! store-1
                      ~/walter-onprem is not empty and is not a Walter install
                      fix: look at it; if it may be moved aside: force: true for this machine, or --force

                1 machine: 1 blocked
                """,
                ""));
    assertThat(site.run("history").out()).isEqualTo("No run is written down here yet.\n");
    site.forgetWishes();
  }

  @Test
  void asJsonApplyTellsItsEvents() throws IOException {
    String out = run(0, "apply", "--yes", "--format=json", "-l", "store-1", "-i", inventory);
    assertThat(out.lines().map(MainTest::type).distinct())
        .containsExactly(
            "run-started",
            "step-started",
            "step-finished",
            "machine-finished",
            "batch-finished",
            "run-finished");
  }

  @Test
  void asMarkdownThePlanAndTheRunAreComments() throws IOException {
    assertThat(run(0, "plan", "--format=markdown", "-q", "-i", inventory))
        .isEqualTo(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `test`: 2 of 2 machines to act on

            **2 to change**, bundle `2026.11.1`<br>
            Plan `ID`, made 2026-11-23T10:05:00Z
            """);
    Ran apply = site.run("apply", "--yes", "--format=markdown", "-l", "store-1", "-i", inventory);
    assertThat(apply.err()).startsWith("Plan ID for fleet test").contains("store-1: applied\n");
    assertThat(apply.out())
        .isEqualTo(
            """
            <!-- walter-fleet apply -->
            ### Run on fleet `test`: none failed

            **1 applied** in 0.0 s<br>
            Run `ID` of plan `ID`

            #### What became of 1 machine

            | outcome | machines | why | fix |
            |---|---|---|---|
            | applied | `store-1` |  |  |
            """);
    assertThat(run(0, "status", "--format=markdown", "-q", "-i", inventory))
        .startsWith("<!-- walter-fleet status -->\n### Fleet `test`\n\n**1 in sync, 1 to change**");
  }

  @Test
  void driftIsAlsoACommentAndAPage() throws IOException {
    run(0, "apply", "--yes", "-q", "-i", inventory);
    Path file = site.remote().home("store-1").resolve("walter-onprem/compose.yml");
    Files.writeString(file, "# quick fix\n", StandardOpenOption.APPEND);
    assertThat(run(2, "drift", "--format=markdown", "-i", inventory))
        .isEqualTo(
            """
            <!-- walter-fleet drift -->
            ### Drift of fleet `test`: 1 of 2 machines

            **1 in sync, 1 drifted**, read 2026-11-23T10:05:00Z

            #### 1 machine drifted: changed on the machine since walter-fleet last applied

            | machines | what changed | to correct | downtime |
            |---|---|---|---|
            | `store-1` | edited `compose.yml` | stage, pull, swap, restart, gate, finish | seconds: the stack restarts |
            """);
    assertThat(run(2, "drift", "--format=html", "-i", inventory))
        .startsWith("<!doctype html>")
        .contains("edited: compose.yml");
    Ran put = site.run("drift", "--correct", "--yes", "--format=markdown", "-i", inventory);
    assertThat(put.err()).startsWith("Drift of fleet test").contains("\nkept: store-1: ");
    assertThat(put.out())
        .startsWith("<!-- walter-fleet apply -->\n### Run on fleet `test`: none failed\n")
        .contains("**1 in sync, 1 applied**", "| applied | `store-1` |");
    assertThat(run(0, "drift", "--correct", "--yes", "--format=markdown", "-q", "-i", inventory))
        .contains("none of 2 machines");
  }

  @Test
  void whatMovedSinceTheSavedPlanIsStaleAndTheRestIsApplied() throws IOException {
    String plan = at("plan.json");
    String saved = run(0, "plan", "--out", plan, "-i", inventory);
    assertThat(saved)
        .endsWith(
            "Saved; carry it out with: walter-fleet apply -i SITE/fleet.yml SITE/plan.json\n");
    site.edit("store-1", "PHX_HOST=", "PHX_HOST=www.");
    String out = run(5, "apply", plan, "--yes", "-i", inventory);
    assertThat(out)
        .endsWith(
            """
            applied: store-2
            stale: store-1
                'host' was 'store-1.example.com' when the plan was made, and is 'www.store-1.example.com' now
                (nothing was changed)
                fix: plan again, and review what moved

            2 machines: 1 applied, 1 stale in 0.0 s
            """);
  }

  @Test
  void aSavedPlanThatIsTooOldIsNotCarriedOut() throws IOException {
    inventory = site.inventory(List.of("store-1"), "plan: {maxAge: 1h}\n");
    String plan = at("plan.json");
    run(0, "plan", "-q", "--out", plan, "-i", inventory);
    site.ticking(Duration.ofMinutes(61));
    Ran old = site.run("apply", plan, "--yes", "-i", inventory);
    assertThat(old.exitCode()).isEqualTo(64);
    assertThat(old.err())
        .contains(", longer ago than the 1h of 'maxAge' of 'plan' (nothing was changed)\n")
        .contains("    fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out SITE/plan");
  }

  @Test
  void aSavedPlanIsCarriedOutAsItIsOrNotAtAll() throws IOException {
    String plan = at("plan.json");
    refused(
        "walter-fleet: a saved plan is carried out as it is: --shard, --force and --retarget say"
            + " otherwise\n    fix: leave them out, or plan again with them; a part of it: --limit or"
            + " --slice\n",
        "apply",
        plan,
        "--yes",
        "--force",
        "-i",
        inventory);
    refused(
        """
        walter-fleet: SITE/plan.json: there is no such file (nothing was changed)
            fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out SITE/plan.json
        """,
        "apply",
        plan,
        "--yes",
        "-i",
        inventory);
    Files.writeString(Path.of(plan), "{\"format\": \"terraform\"}");
    refused(
        """
        walter-fleet: SITE/plan.json: it has the format 'terraform', and only walter-fleet/plan/v1 is read (nothing was changed)
            fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out plan.json
        """,
        "apply",
        plan,
        "--yes",
        "-i",
        inventory);
    refused(
        """
        walter-fleet: SITE/plan.json is there already and is no saved plan; it was not changed
            fix: name another file
        """,
        "plan",
        "--out",
        plan,
        "-i",
        inventory);
    Files.delete(Path.of(plan));
    run(0, "plan", "--out", plan, "-i", inventory);
    run(0, "plan", "--out", plan, "-i", inventory);
    String other = site.inventory(List.of("store-2"), "");
    refused(
        """
        walter-fleet: SITE/plan.json: machine 'store-1' is not in the inventory (nothing was changed)
            fix: make a new one: walter-fleet plan -i SITE/fleet.yml --out SITE/plan.json
        """,
        "apply",
        plan,
        "--yes",
        "-i",
        other);
  }

  @Test
  void withoutATerminalApplyNeedsAYes() {
    refused(
        """
        walter-fleet: there is no terminal to ask for confirmation (no machine was contacted)
            fix: to save a plan for review: walter-fleet plan -i SITE/fleet.yml --out plan.json; to carry it out at once: walter-fleet apply -i SITE/fleet.yml --yes
        """,
        "apply",
        "-i",
        inventory);
    assertThat(site.remote().connectionsOpened("store-1")).isZero();
  }

  @Test
  void whatIsNotAClearYesIsANo() {
    for (String keys : List.of("\n", "n\n", "", "yess\n")) {
      Ran ran = site.atTerminal(keys).run("apply", "-i", inventory);
      assertThat(ran.exitCode()).isEqualTo(130);
      assertThat(ran.err()).isEqualTo("Apply this plan? [y/N] Not applied; nothing was changed.\n");
    }
    Ran yes =
        site.atTerminal("y\n")
            .with("NO_COLOR", "1")
            .run("apply", "-q", "-l", "store-1", "-i", inventory);
    assertThat(yes)
        .isEqualTo(new Ran(0, "1 machine: 1 applied in 0.0 s\n", "Apply this plan? [y/N] "));
  }

  @Test
  void oneFailureMoreThanTheBudgetBearsStopsTheRun() throws IOException {
    site.fail("store-1", "pull", "manifest unknown");
    String out = run(4, "apply", "--yes", "-i", inventory);
    assertThat(out)
        .endsWith(
            """
            skipped: store-2
                the failure budget was spent before its turn
            failed: store-1
                pull failed: could not pull ghcr.io/matchylabs/walter:1.8.3: "manifest unknown" (nothing was
                changed)
                fix: check that the image exists and that the machine reaches its registry
                look there: ssh store-1

            2 machines: 1 skipped, 1 failed in 0.0 s; stopped: more than 0 failed
            """);
  }

  @Test
  void aFailureWithinTheBudgetLetsTheOthersGoOn() throws IOException {
    site.fail("store-1", "pull", "manifest unknown");
    inventory = site.inventory(List.of("store-1", "store-2"), "rollout: {maxFailed: 1}\n");
    String out = run(3, "apply", "--yes", "-q", "-i", inventory);
    assertThat(out).isEqualTo("2 machines: 1 applied, 1 failed in 0.0 s\n");
  }

  @Test
  void aMachineThatIsLockedIsLeftAndCanBeUnlockedByTheId() throws Exception {
    site.lockedByAnother("store-1");
    String plan = run(6, "plan", "-l", "store-1", "-i", inventory);
    assertThat(plan).contains("walter-fleet unlock -i SITE/fleet.yml 1-r1 --limit store-1\n");
    String status = run(6, "status", "-i", inventory);
    assertThat(status).contains("bob@desk, 1-r1");
    assertThat(site.run("apply", "--yes", "-q", "-l", "store-1", "-i", inventory).exitCode())
        .isEqualTo(6);
    assertThat(run(6, "unlock", "2-r1", "-i", inventory))
        .isEqualTo(
            """
            store-1: could not release lock 2-r1: the machine is locked under 1-r1 by bob@desk (nothing was changed)
                fix: look at it: walter-fleet status -i SITE/fleet.yml --limit store-1
            2 machines: 1 not locked, 1 refused
            """);
    assertThat(run(0, "unlock", "1-r1", "-i", inventory))
        .isEqualTo(
            "store-1: released the lock of bob@desk\n2 machines: 1 released, 1 not locked\n");
    assertThat(run(0, "unlock", "1-r1", "-i", inventory)).isEqualTo("2 machines: 2 not locked\n");
  }

  @Test
  void theLockOfADeadRunGoesWithTheNextApplyAlsoWhereNothingElseIsToDo() throws Exception {
    run(0, "apply", "--yes", "-q", "-i", inventory);
    site.lockedByAnother("store-1");
    Path lock = site.remote().home("store-1").resolve(".walter-fleet/lock/3");
    Files.writeString(lock, Files.readString(lock).replaceFirst("(?m)^lease=.*$", "lease=0"));
    assertThat(run(0, "status", "--format=json", "-i", inventory)).contains("\"id\" : \"3-r1\"");
    int connections = site.remote().connectionsOpened("store-1");
    assertThat(run(0, "apply", "--yes", "-q", "-i", inventory))
        .isEqualTo("2 machines: 2 in sync in 0.0 s\n");
    assertThat(site.remote().connectionsOpened("store-1")).isEqualTo(connections + 1);
    assertThat(run(0, "status", "--format=json", "-i", inventory)).doesNotContain("\"lock\"");
  }

  @Test
  void aMigrationThatDoesNotHelpIsAnOutcomeOfItsOwn() {
    site.gate("store-1", new GateResult.MigrationBlocked());
    inventory(", onFailure: leave");
    Ran ran = site.run("apply", "--yes", "-q", "-l", "store-1", "-i", inventory);
    assertThat(ran).isEqualTo(new Ran(7, "1 machine: 1 migration-blocked in 0.0 s\n", ""));
  }

  @Test
  void aPlanWithHealthFindsWhatIsMigrationBlocked() {
    site.health("store-1", new Health.MigrationBlocked());
    site.health("store-2", new Health.Starting("503"));
    String out = run(7, "plan", "--health", "-l", "store-*", "-i", inventory);
    assertThat(out)
        .contains(
            """
            1 machine not healthy: Walter does not serve its users there
              ! store-2
                  503

            1 machine migration-blocked: Walter waits for its migration there
              ! store-1
                  it waits at /migration-required for its schema to be migrated

            """)
        .endsWith("2 machines: 2 to change; 1 not healthy, 1 migration-blocked\n");
  }

  @Test
  void whatCannotBeReachedIsUnknown() {
    site.remote()
        .refuse(
            "store-2", new RemoteException(Kind.UNREACHABLE, "no route to store-2", "plug it in"));
    String out = run(8, "plan", "-i", inventory);
    assertThat(out)
        .contains(
            """
            1 machine unknown: not all could be read, so nothing is done
              ? store-2
                  no route to store-2
                  fix: plug it in
            """)
        .endsWith("2 machines: 1 to change, 1 unknown\n");
  }

  @Test
  void anInterruptFinishesWhatRunsAndBeginsNothing() {
    Ran ran = site.interruptedAtGate(1).run("apply", "--yes", "-q", "-i", inventory);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                130,
                "2 machines: 1 applied, 1 skipped in 0.0 s; interrupted\n",
                "Interrupted: no machine is begun; those whose downtime has begun are brought up"
                    + " first. A second signal stops at once.\n"));
    assertThat(site.left()).isEmpty();
  }

  @Test
  void aSecondInterruptLeavesAtOnceAndNamesWhoMayBeDown() {
    Ran ran =
        site.ticking(Duration.ofMillis(500))
            .interruptedAtGate(2)
            .run("apply", "--yes", "-q", "-i", inventory);
    assertThat(site.left()).containsExactly(130);
    assertThat(ran.err())
        .endsWith(
            """
            Stopped at once. Steps that have begun keep running on their machines; run the same command again to resume.
            Walter may be down on: store-1 (gate)
            """);
  }

  @Test
  void oneSignalThatArrivesTwiceIsOne() {
    site.interruptedAtGate(2).run("apply", "--yes", "-q", "-i", inventory);
    assertThat(site.left()).isEmpty();
  }

  @Test
  void aBugNamesTheFileThatHasItsTrace() throws IOException {
    Ran ran = site.broken().run("plan", "-i", inventory);
    assertThat(ran)
        .isEqualTo(
            new Ran(
                1,
                "",
                """
                walter-fleet: internal error, which is a bug and not a mistake of yours
                    the details are in SITE/.cache/walter-fleet/errors/error-ID.txt
                    fix: report it with that file; if machines were being changed, run apply again: it resumes where each machine is
                """));
    try (Stream<Path> errors = Files.list(folder.resolve(".cache/walter-fleet/errors"))) {
      assertThat(Files.readString(errors.findFirst().orElseThrow()))
          .contains("walter-fleet 1.0.0", "IllegalStateException: a bug");
    }
  }

  @Test
  void aProgramThatIsNotWholeEndsAsWithAnyOtherBug() {
    Ran ran =
        site.broken(
                () -> {
                  throw new NoClassDefFoundError("io/walterfleet/Missing");
                })
            .run("plan", "-i", inventory);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).startsWith("walter-fleet: internal error, which is a bug");
  }

  private void inventory(String rollout) {
    try {
      inventory =
          site.inventory(List.of("store-1", "store-2"), "rollout: {maxFailed: 1" + rollout + "}\n");
    } catch (IOException unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }

  private String run(int exitCode, String... words) {
    Ran ran = site.run(words);
    assertThat(ran).isEqualTo(new Ran(exitCode, ran.out(), ""));
    return ran.out();
  }

  private void refused(String message, String... words) {
    assertThat(site.run(words)).isEqualTo(new Ran(64, "", message));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static String type(String event) {
    return event.replaceAll(".*\"type\":\"([^\"]*)\".*", "$1");
  }
}
