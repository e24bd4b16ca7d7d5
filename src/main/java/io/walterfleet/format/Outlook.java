package io.walterfleet.format;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Check;
import io.walterfleet.fleet.Hooks;
import io.walterfleet.fleet.Maintenance;
import io.walterfleet.fleet.Maintenance.Wait;
import io.walterfleet.fleet.Rollout;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.format.Expected.Span;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.StepKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How carrying out a plan may be expected to go.
 *
 * @param failing what becomes of a machine that fails, as a sentence
 * @param oneWay machines on which a schema is migrated without a backup
 * @param checks that a machine's gate asks beside its own health
 * @param hooks that apply runs
 * @param waits groups whose machines may not be begun now
 * @param tooLong groups that do not fit into their windows
 * @param expected absent for a plan that does nothing
 */
public record Outlook(
    String failing,
    List<String> oneWay,
    List<Check> checks,
    List<Hooks.Listed> hooks,
    List<Wait> waits,
    List<TooLong> tooLong,
    Optional<Expected> expected) {
  /** Nothing is said. */
  public static final Outlook NONE =
      new Outlook("", List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());

  public Outlook {
    oneWay = List.copyOf(oneWay);
    checks = List.copyOf(checks);
    hooks = List.copyOf(hooks);
    waits = List.copyOf(waits);
    tooLong = List.copyOf(tooLong);
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
    return new Outlook(
        failing(rollout.failure().onFailure()),
        plan.acting().stream().filter(Outlook::isOneWay).map(MachinePlan::name).toList(),
        rollout.gate().checks(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(Schedule.of(plan, rollout, Timings.of(plan, past), forks)));
  }

  /** The same where apply runs these hooks, and machines may be begun at these times. */
  public Outlook with(Hooks those, Plan plan, Maintenance maintenance, Instant now) {
    if (expected.isEmpty()) {
      return this;
    }
    List<String> groups = plan.acting().stream().map(MachinePlan::group).distinct().toList();
    Map<String, Span> begins = expected.get().begins();
    List<TooLong> late =
        groups.stream()
            .flatMap(
                group ->
                    Optional.ofNullable(begins.get(group))
                        .flatMap(last -> late(group, last, maintenance, now))
                        .stream())
            .toList();
    return new Outlook(
        failing,
        oneWay,
        checks,
        those.listed(),
        maintenance.waits(groups.stream(), now),
        late,
        expected);
  }

  private Optional<TooLong> late(String group, Span last, Maintenance maintenance, Instant now) {
    Optional<Duration> soak = expected.flatMap(one -> Optional.ofNullable(one.later().get(group)));
    return soak.isEmpty()
        ? TooLong.of(group, last, maintenance, now)
        : TooLong.ofLater(group, last, maintenance, now.plus(soak.get()));
  }

  /** What stands below the batches. */
  public List<String> sentences() {
    if (failing.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(List.of(failing));
    expected.map(Expected::sentence).ifPresent(all::add);
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
    tooLong.forEach(one -> all.add("Warning: " + one.sentence()));
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
}
