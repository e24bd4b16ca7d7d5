package io.walterfleet.rollout;

import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Reach;
import io.walterfleet.plan.Reach.Halt;
import io.walterfleet.plan.Standing;
import io.walterfleet.rollout.Interrupt.Closure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How far earlier runs of a plan have come, and how far this one may go.
 *
 * <ol>
 *   <li>Where a wave holds or soaks, or where this run has a part of the plan only, the machines of
 *       the waves before are read, unless that was done just before, and those that are done are
 *       asked how Walter is there.
 *   <li>When it is not well on one of them, nothing is begun. Where nobody could tell, the waves
 *       wait.
 *   <li>Else the waves may be begun that {@link Reach} permits.
 * </ol>
 */
final class WaveProgress {
  private final FleetRun run;
  private final Map<String, String> waves = new HashMap<>();
  private final Set<String> acting;
  private Reach reach = new Reach(Set.of(), Map.of(), Optional.empty());
  private Map<String, Condition> conditions = Map.of();
  private boolean isLimited;

  private WaveProgress(FleetRun run) {
    this.run = run;
    for (Batch batch : run.request().plan().batches().all()) {
      batch.machines().forEach(name -> waves.put(name, batch.wave()));
    }
    this.acting =
        run.request().plan().acting().stream().map(MachinePlan::name).collect(Collectors.toSet());
  }

  /** Looks, where there is anything to wait for. */
  static WaveProgress of(FleetRun run, ConnectionPool connections) throws InterruptedException {
    WaveProgress progress = new WaveProgress(run);
    Part part = run.request().stint().part();
    progress.isLimited = part.mayHalt();
    if (progress.isLimited) {
      WaveSurvey survey = new WaveSurvey(run, connections);
      progress.reach = Reach.of(part, survey::read, run.events().now());
      progress.conditions = survey.conditions();
    }
    return progress;
  }

  /** True when nothing may be begun, since Walter is not well on a machine that is done. */
  boolean isSick() {
    return !those(Condition::isUnhealthy).isEmpty();
  }

  /** True when no wave may be begun, since nobody could tell how Walter is where it is done. */
  boolean isUnsure() {
    return !those(WaveProgress::isUntold).isEmpty();
  }

  private static boolean isUntold(Condition condition) {
    return condition.state() == State.UNKNOWN || condition.state() == State.MAINTENANCE;
  }

  private List<String> those(Predicate<Condition> kind) {
    return run.request().stint().part().whole().machines().stream()
        .map(MachinePlan::name)
        .filter(name -> Optional.ofNullable(conditions.get(name)).filter(kind).isPresent())
        .toList();
  }

  /** The result of this machine where earlier runs have brought it to its goal. */
  Optional<MachineResult> result(String name) {
    Condition condition = conditions.get(name);
    if (condition != null && condition.state() != State.READY) {
      Closure why = haltText().notReady(condition);
      return Optional.of(
          new MachineResult(
              name,
              condition.isUnhealthy() ? Outcome.FAILED : Outcome.SKIPPED,
              why.reason(),
              why.fix()));
    }
    return acting.contains(name) && reach.isDone(name)
        ? Optional.of(MachineResult.of(name, Outcome.IN_SYNC))
        : Optional.empty();
  }

  /** True where an earlier run began this machine, which may be down. */
  boolean hasBegun(String name) {
    Standing standing = reach.seen().get(name);
    return standing != null && standing.state() == Standing.State.BEGUN;
  }

  /** True where this machine's wave may not be begun in this run. */
  boolean holds(String name) {
    return isUnsure() || isHalted(name);
  }

  private boolean isHalted(String name) {
    return isLimited
        && reach.halt().isPresent()
        && !reach.waves().contains(waves.getOrDefault(name, ""));
  }

  /** True where only waves are left that this run was not asked to begin. */
  boolean isAsFarAsAsked() {
    Optional<String> through = run.request().stint().part().through();
    return through.isPresent() && reach.halt().map(Halt::after).equals(through);
  }

  /**
   * What the waves wait for that may not be begun.
   *
   * @param isDone tells of a machine whether it is as planned now
   */
  Closure why(Predicate<String> isDone) {
    if (isUnsure()) {
      return haltText().unsure(those(WaveProgress::isUntold));
    }
    Halt halt = reach.halt().orElseThrow();
    boolean through =
        run.request().plan().batches().all().stream()
            .filter(batch -> batch.wave().equals(halt.after()))
            .flatMap(batch -> batch.machines().stream())
            .allMatch(isDone);
    return haltText().of(halt, through);
  }

  /** Why nothing may be begun since Walter is not well on machines that are done. */
  Closure whySick() {
    return new Closure(
        "not begun, because Walter is not well on machines that are done: "
            + HaltText.shortened(those(Condition::isUnhealthy)),
        "");
  }

  private HaltText haltText() {
    return new HaltText(run.request(), run.events().now());
  }
}
