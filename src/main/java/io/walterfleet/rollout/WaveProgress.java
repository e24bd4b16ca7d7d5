package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Reach;
import io.walterfleet.plan.Reach.Halt;
import io.walterfleet.plan.Standing;
import io.walterfleet.rollout.Interrupt.Closure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 *   <li>When it is not well on one of them, or cannot be asked, nothing is begun.
 *   <li>Else the waves may be begun that {@link Reach} permits.
 * </ol>
 */
final class WaveProgress {
  private static final int NAMED = 5;

  private final FleetRun run;
  private final Map<String, Condition> conditions = new LinkedHashMap<>();
  private final Map<String, String> waves = new HashMap<>();
  private final Set<String> acting;
  private Reach reach = new Reach(Set.of(), Map.of(), Optional.empty());
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
      progress.reach =
          Reach.of(part, machines -> progress.look(machines, connections), run.events().now());
    }
    return progress;
  }

  private Map<String, Standing> look(List<MachinePlan> machines, ConnectionPool connections)
      throws InterruptedException {
    Map<String, MachinePlan> plans = new LinkedHashMap<>();
    machines.forEach(machine -> plans.put(machine.name(), machine));
    Fleet fleet = run.request().fleet();
    List<Machine> meant =
        fleet.machines().stream().filter(machine -> plans.containsKey(machine.name())).toList();
    Surveyor surveyor =
        new Surveyor(
            run.ports().operations(),
            connections,
            run.request().forks(),
            run.ports().time().parallelExecutor());
    Survey survey =
        surveyor.examine(
            fleet.with(meant),
            run.request().stint().lately(),
            run.ports().healthGate(),
            (machine, seen) ->
                standing(Objects.requireNonNull(plans.get(machine.name())), seen).isDone());
    conditions.putAll(survey.health().byMachine());
    Map<String, Standing> standings = new LinkedHashMap<>();
    survey
        .seen()
        .forEach(
            (name, seen) ->
                standings.put(name, standing(Objects.requireNonNull(plans.get(name)), seen)));
    return standings;
  }

  private Standing standing(MachinePlan plan, Observation seen) {
    return Standing.of(plan, run.request().plan().bundle(), seen);
  }

  /** True when nothing may be begun, since a machine that is done is not well. */
  boolean isSick() {
    return !sick().isEmpty();
  }

  private Map<String, Condition> sick() {
    Map<String, Condition> sick = new LinkedHashMap<>(conditions);
    sick.values().removeIf(one -> one.state() == Condition.State.READY);
    return sick;
  }

  /** The result of this machine where earlier runs have brought it to its goal. */
  Optional<MachineResult> result(String name) {
    Condition condition = sick().get(name);
    if (condition != null) {
      String state = condition.state().counted();
      String why = condition.reason().isEmpty() ? "" : ": " + condition.reason();
      return Optional.of(
          new MachineResult(
              name,
              Outcome.FAILED,
              "it is as planned, and Walter is " + state + why + " (nothing was changed)",
              condition.fix().isEmpty()
                  ? "see what ails it, before others follow"
                  : condition.fix()));
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
    Halt halt = reach.halt().orElseThrow();
    boolean through =
        run.request().plan().batches().all().stream()
            .filter(batch -> batch.wave().equals(halt.after()))
            .flatMap(batch -> batch.machines().stream())
            .allMatch(isDone);
    return new HaltText(run.request(), run.events().now()).of(halt, through);
  }

  /** Why nothing may be begun since machines that are done are not well. */
  Closure whySick() {
    Set<String> names = sick().keySet();
    return new Closure(
        "not begun, because Walter is not well on machines that are done: "
            + String.join(", ", names.stream().limit(NAMED).toList())
            + (names.size() > NAMED ? ", ..." : ""),
        "");
  }
}
