package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads machines of a plan, and asks those that are done how Walter is there; changes nothing.
 *
 * <ol>
 *   <li>A machine that was read just before is not read again, but asked.
 *   <li>Where Walter is not ready, the machine is read and asked again, a few times, the gate's
 *       interval apart: one slow answer says nothing.
 *   <li>A machine that cannot be read again stays as it was seen, and its Walter is unknown.
 * </ol>
 */
final class WaveSurvey {
  private static final int QUESTIONS = 5;

  private final FleetRun run;
  private final Surveyor surveyor;
  private final Map<String, Condition> conditions = new LinkedHashMap<>();

  WaveSurvey(FleetRun run, ConnectionPool connections) {
    this.run = run;
    this.surveyor =
        new Surveyor(
            run.ports().operations(),
            connections,
            run.request().forks(),
            run.ports().time().parallelExecutor());
  }

  /** How Walter is on the machines that are done, of all that were read so far. */
  Map<String, Condition> conditions() {
    return conditions;
  }

  /** How far these machines have come. */
  Map<String, Standing> read(List<MachinePlan> machines) throws InterruptedException {
    Map<String, MachinePlan> plans = new LinkedHashMap<>();
    machines.forEach(machine -> plans.put(machine.name(), machine));
    Map<String, Standing> standings = new LinkedHashMap<>();
    Map<String, Observation> lately = run.request().stint().lately();
    Set<String> asked = plans.keySet();
    for (int question = 1; question <= QUESTIONS && !asked.isEmpty(); question++) {
      if (question > 1) {
        run.ports().time().pause().of(run.request().fleet().rollout().gate().interval());
      }
      Survey survey = examined(plans, asked, lately);
      survey.seen().forEach((name, seen) -> note(plan(plans, name), seen, survey, standings));
      asked = run.interrupt().isRequested() ? Set.of() : doubtful(plans.keySet());
      lately = Map.of();
    }
    return standings;
  }

  private Survey examined(
      Map<String, MachinePlan> plans, Set<String> asked, Map<String, Observation> lately)
      throws InterruptedException {
    Fleet fleet = run.request().fleet();
    List<Machine> machines =
        fleet.machines().stream().filter(machine -> asked.contains(machine.name())).toList();
    return surveyor.examine(
        fleet.with(machines),
        lately,
        run.ports().healthGate(),
        (machine, seen) -> standing(plan(plans, machine.name()), seen).isDone());
  }

  private void note(
      MachinePlan plan, Observation seen, Survey survey, Map<String, Standing> standings) {
    if (seen instanceof Unknown unknown && conditions.containsKey(plan.name())) {
      conditions.put(plan.name(), new Condition(State.UNKNOWN, unknown.reason(), unknown.fix()));
      return;
    }
    standings.put(plan.name(), standing(plan, seen));
    conditions.remove(plan.name());
    survey.health().of(plan.name()).ifPresent(health -> conditions.put(plan.name(), health));
  }

  /** Those of these of which another answer may tell more. */
  private Set<String> doubtful(Set<String> names) {
    return names.stream()
        .filter(conditions::containsKey)
        .filter(
            name -> {
              State state = Objects.requireNonNull(conditions.get(name)).state();
              return state != State.READY && state != State.MIGRATION_BLOCKED;
            })
        .collect(Collectors.toSet());
  }

  private Standing standing(MachinePlan plan, Observation seen) {
    return Standing.of(plan, run.request().plan().bundle(), seen);
  }

  private static MachinePlan plan(Map<String, MachinePlan> plans, String name) {
    return Objects.requireNonNull(plans.get(name));
  }
}
