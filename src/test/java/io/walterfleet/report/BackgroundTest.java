package io.walterfleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.CountOrPercent;
import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.Failure;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.fleet.Rollout.Stage;
import io.walterfleet.format.Background;
import io.walterfleet.format.Background.Commit;
import io.walterfleet.format.Background.Notes;
import io.walterfleet.format.Background.Scope;
import io.walterfleet.format.Background.Source;
import io.walterfleet.format.Outlook;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.format.PastRun.Summary;
import io.walterfleet.format.PlanJson;
import io.walterfleet.format.SamplePlans;
import io.walterfleet.format.Schemas;
import io.walterfleet.format.Since;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.step.StepReport.Result;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reviewer of a plan asks, and the plan does not say itself. */
@Tag("unit")
class BackgroundTest {
  private static final String HASH = "3f2a1c9d".repeat(5);
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void theTextAnswersBeforeAndBelowTheMachines() {
    assertThat(text(plan("store-001", "store-002"), background()))
        .isEqualTo(
            """
            Plan 20261123T100000Z-7f3a for fleet emea, made 2026-11-23T10:00:00Z
            2 of 12 machines to act on, limited to canary (2 machines), bundle 2026.11.1
              inventory   inventories/prod.yml
              git         3f2a1c9d3f2a, and the inventory has changes that are not in it
              notes       1.8.3: https://onprem.walterops.com/upgrades/1.8/
              since then  plan P0 (3 h ago): newly to act on: store-002; no longer: store-003; otherwise than
                          then: store-001

            2 machines to change
              ~ 2 machines: store-001, store-002
                  release     1.8.2 -> 1.8.3
                  image       ghcr.io/matchylabs/walter:1.8.3 (sha256:cdcdcdcdcdcd)
                  httpsPort   443 -> 8443 (changed on the machine)
                  bundle      7d0f1a2b3c4d -> 2026.11.1
                  steps       stage, pull, backup, swap, migrate, restart, gate, finish
                  backup      volumes: copied while Walter runs, finished while it is stopped
                  copies      1.1 GB to 1.2 GB each; up to 3.6 GB more on disk meanwhile, with a way back
                  downtime    seconds to minutes: the last copies (at worst of all), migration, restart

            2 batches in this order
              1-2  stores  1 at a time  store-001, store-002
            Stops when more than 1 of 2 machines fail.
            A machine whose new release does not become ready is put back.
            Takes 1 min 22 s to 2 min 42 s, about 2 min 42 s, and each machine is down for 27 s to 1 min 7 s: so
            9 of 10 go, judged from 3 machines in 2 earlier runs.

            2 machines: 2 to change
            """);
  }

  @Test
  void theCommentAnswersTheSameAndLinksToTheNotes() {
    assertThat(
            PlanMarkdown.of(
                plan("store-001", "store-002"), Conditions.NONE, background(), Detail.NORMAL))
        .startsWith(
            """
            <!-- walter-fleet plan -->
            ### Plan for fleet `emea`: 2 of 12 machines to act on, limited to canary (2 machines)

            **2 to change**, bundle `2026.11.1`<br>
            Plan `20261123T100000Z-7f3a`, made 2026-11-23T10:00:00Z

            - inventory: inventories/prod.yml
            - git: 3f2a1c9d3f2a, and the inventory has changes that are not in it
            - notes: 1.8.3: <https://onprem.walterops.com/upgrades/1.8/>
            - since then: plan P0 (3 h ago): newly to act on: store-002; no longer: store-003; otherwise than then: store-001
            """)
        .endsWith(
            """
            Stops when more than 1 of 2 machines fail.
            A machine whose new release does not become ready is put back.
            Takes 1 min 22 s to 2 min 42 s, about 2 min 42 s, and each machine is down for 27 s to 1 min 7 s: so 9 of 10 go, judged from 3 machines in 2 earlier runs.
            """);
  }

  @Test
  void theJsonIsAsItsSchemaSays() throws IOException {
    Plan plan = plan("store-001", "store-002");
    String json = PlanJson.of(plan, Conditions.NONE, background(), PlanJson.Origin.UNKNOWN);
    assertThat(json)
        .contains(
            """
              "background" : {
                "machines" : 12,
                "limitedTo" : "canary",
                "files" : [ "inventories/prod.yml" ],
                "commit" : {
                  "hash" : "HASH",
                  "dirty" : true
                },
                "notes" : [ {
                  "release" : "1.8.3",
                  "url" : "https://onprem.walterops.com/upgrades/1.8/"
                } ],
                "since" : {
                  "plan" : "P0",
                  "seconds" : 10800,
                  "added" : [ "store-002" ],
                  "gone" : [ "store-003" ],
                  "other" : [ "store-001" ]
                },
                "noWayBack" : [ ],
                "expected" : {
                  "seconds" : 162,
                  "leastSeconds" : 82,
                  "mostSeconds" : 162,
                  "leastDowntimeSeconds" : 27,
                  "mostDowntimeSeconds" : 67,
                  "machines" : 3,
                  "runs" : 2,
                  "usual" : [ ]
                }
              },
            """
                .replace("HASH", HASH));
    assertThat(Schemas.complaints("plan.schema.json", json)).isEmpty();
  }

  @Test
  void aLinkThatCouldMeanSomethingElseIsNone() {
    Background odd =
        new Background(
            Scope.WHOLE,
            new Source(List.of(), Optional.empty()),
            List.of(new Notes("1.8.3", "https://a.example/x)[click](http://b")),
            Optional.empty(),
            Outlook.NONE);
    assertThat(PlanMarkdown.of(plan("store-001"), Conditions.NONE, odd, Detail.NORMAL))
        .contains("- notes: 1.8.3: https&#58;//a.example/x)&#91;click&#93;(http&#58;//b\n");
  }

  @Test
  void aStepThatNobodyDidTakesItsUsualTime() {
    Plan plan = plan("store-001");
    List<PastRun> others =
        List.of(run(SamplePlans.of(List.of(SamplePlans.drifted("store-001"))), 20));
    assertThat(Outlook.of(plan, rollout(OnFailure.LEAVE), others, 64).sentences())
        .containsExactly(
            "A machine whose new release does not become ready is left as it is then.",
            "Takes about 2 min 50 s, and each machine is down for 1 min 42 s: so 9 of 10 go, judged from"
                + " 1 machine in 1 earlier run. None of them did stage, pull, backup, migrate: the usual time"
                + " is taken.");
  }

  @Test
  void withoutABackupAMigrationHasNoWayBack() {
    Plan plan = SamplePlans.of(List.of(bare("store-001"), bare("store-002")));
    assertThat(
            text(
                plan,
                new Background(
                    Scope.WHOLE,
                    Background.NONE.source(),
                    List.of(),
                    Optional.empty(),
                    Outlook.of(plan, rollout(OnFailure.ROLLBACK), List.of(), 64))))
        .contains(
            "backup      none, as the inventory says: no way back once the schema is migrated\n",
            "\nThere is no way back on 2 machines, migrated without a backup: store-001, store-002.\n");
  }

  @Test
  void whatDidNotEndWellTellsOfTheStepsThatEnded() {
    Plan plan = plan("store-001");
    List<Event> events = new ArrayList<>(events(plan, 30));
    events.removeIf(
        event ->
            event instanceof MachineFinished
                || (event instanceof StepFinished step
                    && (step.step().equals("gate") || step.step().equals("finish"))));
    events.add(
        new MachineFinished(
            START.plusSeconds(90), new MachineResult("store-001", Outcome.ROLLED_BACK, "", "")));
    PastRun failed = new PastRun(summary(), Optional.of(plan), events);
    assertThat(
            Outlook.of(plan, rollout(OnFailure.ROLLBACK), List.of(failed), 64).sentences().get(1))
        .isEqualTo(
            "Takes about 50 s, and each machine is down for 37 s: so 9 of 10 go, judged from 1 machine"
                + " in 1 earlier run. None of them did gate, finish: the usual time is taken.");
  }

  @Test
  void aPlanThatActsNowhereHasNoOutlook() {
    Plan plan = SamplePlans.of(List.of());
    assertThat(Outlook.of(plan, rollout(OnFailure.ROLLBACK), List.of(), 64).sentences()).isEmpty();
  }

  @Test
  void aPlanLikeTheLastOneSaysSo() {
    Plan plan = plan("store-001");
    assertThat(Since.of(plan, plan).sentence())
        .isEqualTo("plan 20261123T100000Z-7f3a (0 s ago): the same is to be done");
  }

  private static Background background() {
    Plan plan = plan("store-001", "store-002");
    List<PastRun> past =
        List.of(run(plan("store-001", "store-007"), 30), run(plan("store-001"), 70));
    return new Background(
        new Scope(12, "canary"),
        new Source(List.of("inventories/prod.yml"), Optional.of(new Commit(HASH, true))),
        List.of(new Notes("1.8.3", "https://onprem.walterops.com/upgrades/1.8/")),
        Optional.of(
            new Since(
                "P0",
                Duration.ofHours(3),
                List.of("store-002"),
                List.of("store-003"),
                List.of("store-001"))),
        Outlook.of(plan, rollout(OnFailure.ROLLBACK), past, 64));
  }

  private static String text(Plan plan, Background background) {
    return PlanText.of(plan, Conditions.NONE, background, Style.PLAIN, Detail.NORMAL);
  }

  private static Plan plan(String... machines) {
    return SamplePlans.of(List.of(machines).stream().map(SamplePlans::upgrade).toList());
  }

  private static MachinePlan bare(String name) {
    MachinePlan upgrade = SamplePlans.upgrade(name);
    Goal goal = upgrade.goal().orElseThrow();
    List<StepKind> steps = new ArrayList<>(upgrade.steps());
    steps.remove(StepKind.BACKUP);
    return new MachinePlan(
        upgrade.subject(),
        upgrade.judgement(),
        upgrade.changes(),
        steps,
        Optional.of(
            new Goal(
                goal.image(), goal.digest(), goal.bundle(), goal.publication(), BackupKind.NONE)));
  }

  private static Rollout rollout(OnFailure onFailure) {
    return new Rollout(
        List.of(),
        List.of(new CountOrPercent.Count(1)),
        Duration.ofSeconds(10),
        new Failure(Stage.FLEET, 8, new CountOrPercent.Count(0), onFailure),
        Gate.DEFAULT);
  }

  /**
   * A run that prepared each machine in 12 s, was done with it so long after that, and had it down
   * until 3 s before.
   */
  private static PastRun run(Plan plan, int down) {
    return new PastRun(summary(), Optional.of(plan), events(plan, down));
  }

  private static Summary summary() {
    return new Summary(
        new Opening("R", START, "emea", "walter-fleet apply", "me@here", "1"),
        Optional.empty(),
        false);
  }

  private static List<Event> events(Plan plan, int down) {
    List<Event> events = new ArrayList<>();
    for (MachinePlan machine : plan.acting()) {
      Instant at = START;
      for (StepKind step : machine.steps()) {
        Instant end = at.plusSeconds(seconds(step, down));
        events.add(new StepStarted(at, machine.name(), step.word()));
        events.add(
            new StepFinished(
                end, machine.name(), step.word(), Result.CHANGED, Duration.between(at, end), ""));
        at = end;
      }
      events.add(
          new MachineFinished(at, new MachineResult(machine.name(), Outcome.APPLIED, "", "")));
    }
    events.add(
        new Event.RunFinished(
            START, "R", Map.of(), io.walterfleet.rollout.RunResult.Ending.COMPLETE, 0));
    return events;
  }

  private static int seconds(StepKind step, int turn) {
    return switch (step) {
      case STAGE, PULL -> 6;
      case BACKUP -> 10;
      case SWAP -> 2;
      case MIGRATE -> turn - 25;
      case RESTART, GATE -> 5;
      case FINISH -> 3;
    };
  }
}
