package io.walterfleet.report;

import static java.util.stream.Collectors.joining;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Controls;
import io.walterfleet.format.ByteSize;
import io.walterfleet.format.Elapsed;
import io.walterfleet.format.Phrases;
import io.walterfleet.format.Plural;
import io.walterfleet.plan.Conditions;
import io.walterfleet.plan.CopySpace;
import io.walterfleet.plan.Downtime;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Verdict;
import io.walterfleet.rollout.Event.BatchFinished;
import io.walterfleet.rollout.Event.HookFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.Event.StepFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.List;
import java.util.Map;

/** The sentences that say a plan's values to people. */
final class Words {
  private static final int DIGEST_SHOWN = "sha256:".length() + 12;

  /** How a batch ended, of so many. */
  static String ended(BatchFinished batch, int batches) {
    String end = batch.failed() == 0 ? "none failed" : batch.failed() + " failed";
    return Controls.escaped(
        "batch " + batch.number() + " of " + batches + " (" + batch.wave() + ") ended: " + end);
  }

  /** That a run began. */
  static String began(RunStarted run) {
    return "run " + run.run() + " of " + Plural.machines(run.machines()) + " began";
  }

  /** How a run ended. */
  static String ended(RunFinished run) {
    return "run " + run.run() + " ended: " + Phrases.outcomes(run.counts());
  }

  /** What the plan said before is no news. */
  static boolean isNews(MachineResult result) {
    return result.outcome() != Outcome.IN_SYNC && result.outcome() != Outcome.SKIPPED;
  }

  /** What became of a machine. */
  static String ended(MachineResult result) {
    String reason = result.reason().isEmpty() ? "" : ": " + result.reason();
    return result.machine() + ": " + result.outcome().word() + reason;
  }

  /** A schema is only ever migrated forwards. */
  private static final String NO_WAY_BACK =
      "none, as the inventory says: no way back once the schema is migrated";

  private Words() {}

  static String steps(List<StepKind> steps) {
    return steps.stream().map(StepKind::word).collect(joining(", "));
  }

  static String ended(StepFinished step) {
    String end =
        switch (step.word()) {
          case "changed" -> "done in ";
          case "already" ->
              step.step().equals(StepKind.GATE.word()) ? "passed in " : "had nothing to do in ";
          default -> "failed in ";
        };
    return step.step() + " " + end + Elapsed.of(step.took());
  }

  /** How a hook ended, and for which machine. */
  static String ended(HookFinished hook) {
    String who = hook.hook().machine().isEmpty() ? "" : hook.hook().machine() + ": ";
    String how = hook.ended().isDone() ? "done in " : hook.ended().words() + ", after ";
    return who
        + hook.hook().moment().word()
        + ": "
        + hook.hook().line()
        + " "
        + how
        + Elapsed.of(hook.took());
  }

  /** The image, and the beginning of its digest. */
  static String image(Goal goal) {
    String digest =
        goal.digest().map(one -> " (" + one.substring(0, DIGEST_SHOWN) + ")").orElse("");
    return Controls.escaped(goal.image().value() + digest);
  }

  static String backup(MachinePlan machine) {
    BackupKind kind = machine.goal().map(Goal::backup).orElse(BackupKind.NONE);
    if (machine.steps().contains(StepKind.BACKUP)) {
      return switch (kind) {
        case VOLUMES -> "volumes: copied while Walter runs, finished while it is stopped";
        case DUMP -> "dump: the database is dumped while it runs";
        case NONE -> NO_WAY_BACK;
      };
    }
    if (machine.isFirstInstall()) {
      return "none: there is no data yet";
    }
    if (!machine.steps().contains(StepKind.MIGRATE)) {
      return "none: the data stays as it is";
    }
    return kind == BackupKind.NONE ? NO_WAY_BACK : "made already, by the run that did not end";
  }

  /**
   * What is copied and what room that takes, of machines of which else the same is said; or empty.
   */
  static String copies(List<MachinePlan> machines) {
    List<CopySpace> all = machines.stream().flatMap(one -> one.copies().stream()).toList();
    if (all.isEmpty()) {
      return "";
    }
    long docker = all.stream().mapToLong(CopySpace::atDocker).max().orElseThrow();
    long home = all.stream().mapToLong(CopySpace::inHome).max().orElseThrow();
    return ByteSize.range(all.stream().map(CopySpace::bytes).toList())
        + (machines.size() > 1 ? " each" : "")
        + (all.size() < machines.size() ? ", where that is known" : "")
        + "; up to "
        + ByteSize.of(docker)
        + (home == 0
            ? " more on disk"
            : " more where docker keeps the volumes and " + ByteSize.of(home) + " in the home")
        + " meanwhile, with a way back";
  }

  /** What of the data of such machines no backup has, and what becomes of it; or empty. */
  static String uncopied(List<MachinePlan> machines) {
    return Uncopied.names(machines.stream().map(MachinePlan::uncopied).toList())
        .map(names -> names + ": not copied, and left as it is by a rollback")
        .orElse("");
  }

  static String downtime(Downtime downtime) {
    return switch (downtime) {
      case NONE -> "none";
      case RESTART -> "seconds: the stack restarts";
      case MIGRATION -> "seconds to minutes: the schema is migrated, the stack restarts";
      case COPY -> "seconds to minutes: the last copies (at worst of all), migration, restart";
    };
  }

  /** True when nothing is to do; where a machine is blocked or unknown, it cannot be done now. */
  static boolean isAllInSync(Plan plan) {
    return plan.machines().stream().allMatch(one -> one.verdict() == Verdict.IN_SYNC);
  }

  /** How many machines have each verdict; those with none are left out. */
  static String counts(Map<Verdict, Integer> summary, Style style) {
    return counts(summary, style, true);
  }

  /** The same, and how many are not healthy: where one is not, nothing is green. */
  static String counts(Map<Verdict, Integer> summary, Conditions health, Style style) {
    String ailing = Ailing.counts(health, style);
    return counts(summary, style, ailing.isEmpty()) + (ailing.isEmpty() ? "" : "; " + ailing);
  }

  private static String counts(Map<Verdict, Integer> summary, Style style, boolean green) {
    String counts =
        summary.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> count(entry.getKey(), entry.getValue(), style, green))
            .collect(joining(", "));
    return counts.isEmpty() ? "none" : counts;
  }

  private static String count(Verdict verdict, int number, Style style, boolean green) {
    return switch (verdict) {
      case IN_SYNC -> green ? style.green(number + " in sync") : number + " in sync";
      case CHANGE -> style.yellow(number + " to change");
      case DRIFT -> style.yellow(number + " drifted");
      case BLOCKED -> style.red(number + " blocked");
      case UNKNOWN -> style.red(number + " unknown");
    };
  }
}
