package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.format.PastRun;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Part;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The machines on which a saved plan failed: by this controller's runs of it; and where those did
 * not come to a machine, by its own records of the last run there, whoever made that. One that
 * cannot be read is one of them, for it may be.
 */
public record FailedMachines(FleetOperations fleetOperations, CommandRuntime runtime) {
  /**
   * Those of these machines that failed; all that the plan changes are read.
   *
   * @param shown whether progress is shown, which needs a terminal
   * @throws UsageException where nobody knows of any
   */
  public Fleet in(Fleet chosen, Plan plan, boolean shown)
      throws UsageException, InterruptedException {
    Set<String> names = chosen.machines().stream().map(Machine::name).collect(Collectors.toSet());
    Map<String, Observation> seen =
        fleetOperations.survey().observe(Part.of(plan, names, Optional.empty()).plan(), shown);
    Map<String, Outcome> known = outcomes(plan);
    Fleet failed =
        chosen.with(
            chosen.machines().stream()
                .filter(
                    one ->
                        Optional.ofNullable(known.get(one.name()))
                            .map(Outcome::isFailure)
                            .orElseGet(() -> hasFailed(one.name(), plan, seen)))
                .toList());
    if (failed.machines().isEmpty()) {
      throw UsageException.of(
          (known.isEmpty()
                  ? "this controller remembers no run of this plan, and no machine says that one failed there"
                  : "no machine has failed in the last run of this plan that came to it")
              + " (nothing was changed)",
          "leave out --only, or name machines with --limit");
    }
    return failed;
  }

  private static boolean hasFailed(String machine, Plan plan, Map<String, Observation> seen) {
    Optional<MachinePlan> its = plan.of(machine).filter(one -> one.verdict().acts());
    Observation observation = seen.get(machine);
    return its.isPresent()
        && (observation instanceof Seen now
            ? its.flatMap(MachinePlan::goal).filter(now.machineState()::hasFailed).isPresent()
            : observation != null);
  }

  /** What came of machines; what a later run made of one counts, unless it did not come to it. */
  private Map<String, Outcome> outcomes(Plan plan) {
    Runs runs = RunRecorder.runs(runtime);
    Map<String, Outcome> latest = new HashMap<>();
    for (String id : runs.ids()) {
      runs.run(id).filter(run -> isOf(run, plan)).stream()
          .flatMap(run -> run.events().stream())
          .filter(MachineFinished.class::isInstance)
          .map(event -> ((MachineFinished) event).result())
          .filter(result -> result.outcome() != Outcome.SKIPPED)
          .forEach(result -> latest.putIfAbsent(result.machine(), result.outcome()));
    }
    return latest;
  }

  private static boolean isOf(PastRun run, Plan plan) {
    return run.plan().filter(its -> its.header().id().equals(plan.header().id())).isPresent();
  }
}
