package io.walterfleet.app;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.PastRun;
import io.walterfleet.history.Runs;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.StepStarted;
import io.walterfleet.rollout.Outcome;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The machines that a past run of this controller changed: those on which it began to swap, and
 * which it did not put back itself.
 *
 * @param run its whole id
 */
public record ChangedBy(String run, Set<String> machines) {
  private static final String LIST =
      "see the runs of this controller: " + Advice.of("history").line();

  public ChangedBy {
    machines = Set.copyOf(machines);
  }

  /**
   * The run of this name.
   *
   * @param word an id, a beginning or an end of one, or {@code last}: the newest that changed any
   *     machine of this fleet
   */
  public static ChangedBy of(String word, Fleet fleet, CommandRuntime runtime)
      throws UsageException {
    Runs runs = RunRecorder.runs(runtime);
    if (word.equals("last")) {
      return last(runs, fleet);
    }
    String run = RunIds.one(word, runs.ids());
    ChangedBy changed =
        runs.run(run)
            .map(ChangedBy::of)
            .orElseThrow(() -> UsageException.of("run " + run + " is not readable", LIST));
    if (changed.in(fleet).machines().isEmpty()) {
      throw UsageException.of("run " + changed.run() + " left no machine of these changed", LIST);
    }
    return changed;
  }

  private static ChangedBy last(Runs runs, Fleet fleet) throws UsageException {
    for (String id : runs.ids()) {
      Optional<ChangedBy> changed =
          runs.run(id)
              .filter(one -> one.summary().opening().fleet().equals(fleet.name()))
              .map(ChangedBy::of)
              .filter(one -> !one.in(fleet).machines().isEmpty());
      if (changed.isPresent()) {
        return changed.get();
      }
    }
    throw UsageException.of("no run of this controller left a machine of these changed", LIST);
  }

  /** The fleet with only these machines. */
  public Fleet in(Fleet fleet) {
    return fleet.with(
        fleet.machines().stream().filter(one -> machines.contains(one.name())).toList());
  }

  private static ChangedBy of(PastRun past) {
    Set<String> changed = new HashSet<>();
    for (Event event : past.events()) {
      if (event instanceof StepStarted step && step.step().equals("swap")) {
        changed.add(step.machine());
      } else if (event instanceof MachineFinished end
          && end.result().outcome() == Outcome.ROLLED_BACK) {
        changed.remove(end.result().machine());
      }
    }
    return new ChangedBy(past.summary().opening().run(), changed);
  }
}
