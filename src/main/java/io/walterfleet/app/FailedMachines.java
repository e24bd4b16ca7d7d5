package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.PastRun;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The machines on which a saved plan failed, as this controller remembers its runs. */
public final class FailedMachines {
  private FailedMachines() {}

  /** Those of these machines that failed. */
  public static Fleet in(Fleet chosen, Plan plan, CommandRuntime runtime) throws UsageException {
    Set<String> failed = of(plan, runtime);
    return chosen.with(
        chosen.machines().stream().filter(one -> failed.contains(one.name())).toList());
  }

  /**
   * Their names; what a later run made of a machine counts, unless it did not come to it.
   *
   * @throws UsageException where no run of this plan failed on any machine
   */
  private static Set<String> of(Plan plan, CommandRuntime runtime) throws UsageException {
    Runs runs = RunRecorder.runs(runtime);
    Map<String, Outcome> latest = new HashMap<>();
    boolean isKnown = false;
    for (String id : runs.ids()) {
      List<MachineResult> results =
          runs.run(id).filter(run -> isOf(run, plan)).stream()
              .flatMap(run -> run.events().stream())
              .filter(MachineFinished.class::isInstance)
              .map(event -> ((MachineFinished) event).result())
              .toList();
      isKnown = isKnown || !results.isEmpty();
      results.stream()
          .filter(result -> result.outcome() != Outcome.SKIPPED)
          .forEach(result -> latest.putIfAbsent(result.machine(), result.outcome()));
    }
    Set<String> failed =
        latest.entrySet().stream()
            .filter(entry -> entry.getValue().isFailure())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    if (failed.isEmpty()) {
      throw UsageException.of(
          (isKnown
                  ? "no machine has failed in the last run of this plan that came to it"
                  : "this controller remembers no run of this plan")
              + " (nothing was changed)",
          "leave out --only, or name machines with --limit");
    }
    return failed;
  }

  private static boolean isOf(PastRun run, Plan plan) {
    return run.plan().filter(its -> its.header().id().equals(plan.header().id())).isPresent();
  }
}
