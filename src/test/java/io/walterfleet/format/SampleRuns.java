package io.walterfleet.format;

import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RunResult;
import io.walterfleet.rollout.RunResult.Ending;
import io.walterfleet.step.StepReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs as the engine tells them. */
public final class SampleRuns {
  public static final Instant START = Instant.parse("2026-11-23T10:05:12.345Z");
  public static final String RUN = "20261123T100512Z-1c2d";

  private SampleRuns() {}

  /** The events of a run over one machine that succeeds and one that fails. */
  public static List<Event> events() {
    return events(START);
  }

  /** The same, begun at another time. */
  public static List<Event> events(Instant start) {
    return List.of(
        new RunStarted(start, RUN, "20261123T100000Z-7f3a", 2, 2),
        new StepStarted(start.plusSeconds(0), "store-001", "stage"),
        new StepStarted(start.plusSeconds(0), "store-002", "stage"),
        new StepFinished(
            start.plusSeconds(2),
            "store-001",
            "stage",
            Result.CHANGED,
            Duration.ofMillis(1900),
            "214 files"),
        new StepFinished(
            start.plusSeconds(2), "store-002", "stage", Result.ALREADY, Duration.ofMillis(200), ""),
        new StepStarted(start.plusSeconds(3), "store-001", "swap"),
        new StepFinished(
            start.plusSeconds(4), "store-001", "swap", Result.CHANGED, Duration.ofSeconds(1), ""),
        new MachineFinished(
            start.plusSeconds(14), new MachineResult("store-001", Outcome.APPLIED, "", "")),
        new BatchFinished(start.plusSeconds(14), 1, "stores", 0),
        new StepStarted(start.plusSeconds(15), "store-002", "swap"),
        new StepFinished(
            start.plusSeconds(16),
            "store-002",
            "swap",
            Result.VANISHED,
            Duration.ofSeconds(1),
            "no trace"),
        new MachineFinished(
            start.plusSeconds(16),
            new MachineResult("store-002", Outcome.FAILED, "swap failed: no trace", "look")),
        new BatchFinished(start.plusSeconds(16), 2, "stores", 1),
        new RunFinished(
            start.plusSeconds(16),
            RUN,
            new TreeMap<>(Map.of(Outcome.APPLIED, 1, Outcome.FAILED, 1)),
            Ending.BUDGET,
            4));
  }

  /** The plan of {@link #events()}. */
  public static Plan plan() {
    return SamplePlans.of(
        List.of(SamplePlans.drifted("store-001"), SamplePlans.drifted("store-002")));
  }

  /** A run in which everything that can become of a machine became of one. */
  public static RunResult everyOutcome() {
    List<MachineResult> results = new ArrayList<>();
    add(results, 3, Outcome.IN_SYNC, "", "");
    add(results, 4, Outcome.APPLIED, "", "");
    add(results, 1, Outcome.STALE, "'image' is not what it was (not touched)", "plan again");
    add(results, 1, Outcome.LOCKED, "locked by ana@laptop", "wait");
    add(results, 1, Outcome.MIGRATION_BLOCKED, "its schema is older than its code", "see setup");
    add(results, 1, Outcome.ROLLED_BACK, "it did not become ready: 503", "");
    add(results, 3, Outcome.UNREACHABLE, "no answer from %a", "see that %n runs");
    add(results, 2, Outcome.FAILED, "pull failed: manifest unknown", "correct the image");
    add(results, 2, Outcome.SKIPPED, "the failure budget was spent before its turn", "");
    List<MachinePlan> machines =
        results.stream()
            .map(result -> SamplePlans.still(result.machine(), Verdict.IN_SYNC, "", ""))
            .toList();
    return new RunResult(
        RUN, SamplePlans.of(machines), results, Ending.BUDGET, Duration.ofSeconds(192));
  }

  private static void add(
      List<MachineResult> results, int number, Outcome outcome, String reason, String fix) {
    for (int i = 0; i < number; i++) {
      int next = results.size() + 1;
      String name = "store-%03d".formatted(next);
      results.add(
          new MachineResult(
              name, outcome, reason.replace("%a", "10.1.0." + next), fix.replace("%n", name)));
    }
  }
}
