package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Maintenance.Wait;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How carrying out a plan may be expected to go.
 *
 * @param failing what becomes of a machine that fails, as a sentence
 * @param oneWay machines on which a schema is migrated without a backup
 * @param checks that a machine's gate asks beside its own health
 * @param hooks that apply runs
 * @param waits groups whose machines may not be begun now
 * @param known absent where past runs do not tell
 */
public record Outlook(
    String failing,
    List<String> oneWay,
    List<Check> checks,
    List<Hooks.Listed> hooks,
    List<Wait> waits,
    Optional<Expected> known) {
  /** Nothing is said. */
  public static final Outlook NONE =
      new Outlook("", List.of(), List.of(), List.of(), List.of(), Optional.empty());

  public Outlook {
    oneWay = List.copyOf(oneWay);
    checks = List.copyOf(checks);
    hooks = List.copyOf(hooks);
    waits = List.copyOf(waits);
  }

  /**
   * What past runs let expect.
   *
   * @param whole all of it, about
   * @param shortest of the downtimes of one machine
   * @param longest of them
   * @param machines so many told it
   * @param runs in so many runs
   */
  public record Expected(
      Duration whole, Duration shortest, Duration longest, int machines, int runs) {
    /** In words. */
    String sentence() {
      String down =
          longest.isZero()
              ? "no machine is down"
              : "each machine is down for " + range(shortest, longest);
      return "Takes about "
          + Elapsed.of(whole)
          + ", and "
          + down
          + ": so it was on "
          + Plural.machines(machines)
          + " in "
          + Plural.of(runs, "earlier run")
          + ".";
    }
  }

  /**
   * What is to be expected of a plan.
   *
   * @param past runs of this fleet
   * @param forks how many machines are worked on at a time
   */
  public static Outlook of(Plan plan, Rollout rollout, List<PastRun> past, int forks) {
    if (plan.acting().isEmpty()) {
      return NONE;
    }
    Timings timings = Timings.of(past);
    return new Outlook(
        failing(rollout.failure().onFailure()),
        plan.acting().stream().filter(Outlook::isOneWay).map(MachinePlan::name).toList(),
        rollout.gate().checks(),
        List.of(),
        List.of(),
        expected(plan, rollout, timings, forks));
  }

  /** The same where apply runs these hooks, and these groups wait. */
  public Outlook with(Hooks those, List<Wait> holds) {
    return failing.isEmpty()
        ? this
        : new Outlook(failing, oneWay, checks, those.listed(), holds, known);
  }

  /** What stands below the batches. */
  public List<String> sentences() {
    if (failing.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(List.of(failing));
    all.add(
        known
            .map(Expected::sentence)
            .orElse(
                "How long it takes is not known: no earlier run of this fleet, as far as this"
                    + " controller remembers, did just this."));
    if (!oneWay.isEmpty()) {
      all.add(
          "There is no way back on "
              + Plural.machines(oneWay.size())
              + ", migrated without a backup: "
              + NameRanges.shortened(oneWay)
              + ".");
    }
    if (!checks.isEmpty()) {
      all.add("A machine counts as healthy once these hold, too: " + Phrases.checks(checks) + ".");
    }
    if (!hooks.isEmpty()) {
      all.add("apply runs on this computer: " + Phrases.hooks(hooks) + ".");
    }
    waits.forEach(wait -> all.add("On hold: " + wait.sentence() + "."));
    return all;
  }

  private static String failing(OnFailure onFailure) {
    return switch (onFailure) {
      case ROLLBACK -> "A machine whose new release does not become ready is put back.";
      case LEAVE -> "A machine whose new release does not become ready is left as it is then.";
    };
  }

  private static boolean isOneWay(MachinePlan machine) {
    boolean kept = machine.goal().map(Goal::backup).filter(BackupKind.NONE::equals).isEmpty();
    return machine.steps().contains(StepKind.MIGRATE) && !machine.isFirstInstall() && !kept;
  }

  private static Optional<Expected> expected(
      Plan plan, Rollout rollout, Timings timings, int forks) {
    List<MachinePlan> all = plan.acting();
    if (all.stream().anyMatch(machine -> timings.of(machine).isEmpty())) {
      return Optional.empty();
    }
    List<Duration> downs =
        all.stream()
            .flatMap(machine -> timings.of(machine).stream())
            .map(Took::down)
            .sorted()
            .toList();
    return Optional.of(
        new Expected(
            whole(plan, rollout, timings, forks),
            downs.get(0),
            downs.get(downs.size() - 1),
            timings.machines(all),
            timings.runs()));
  }

  private static Duration whole(Plan plan, Rollout rollout, Timings timings, int forks) {
    List<MachinePlan> all = plan.acting();
    List<Batch> batches = plan.batches().all();
    Duration whole =
        side(all, timings, Took::prepared)
            .multipliedBy(rounds(all.size(), forks))
            .plus(rollout.pause().multipliedBy(batches.size() - 1L));
    for (Batch batch : batches) {
      List<MachinePlan> machines =
          batch.machines().stream().map(name -> plan.of(name).orElseThrow()).toList();
      whole =
          whole.plus(
              side(machines, timings, Took::worked)
                  .multipliedBy(rounds(machines.size(), plan.batches().atOnce(forks))));
    }
    return whole;
  }

  /** Machines side by side take as long as the slowest kind of them usually does. */
  private static Duration side(
      List<MachinePlan> machines, Timings timings, Function<Took, Duration> part) {
    return machines.stream()
        .map(machine -> median(timings.of(machine).stream().map(part).sorted().toList()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static Duration median(List<Duration> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static int rounds(int machines, int forks) {
    return (machines + forks - 1) / forks;
  }

  private static String range(Duration from, Duration to) {
    String least = Elapsed.of(from);
    String most = Elapsed.of(to);
    return least.equals(most) ? most : least + " to " + most;
  }
}
