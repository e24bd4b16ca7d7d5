package io.walterfleet.rehearsal;

import io.walterfleet.plan.Goal;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.StepKind;
import io.walterfleet.step.StepRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record of the last run that changed something: intent before a step, done after it. */
public final class SimulatedJournal {
  private Optional<Unfinished> last = Optional.empty();

  /** Writes the intent; false when a run towards another target stands in the way. */
  public boolean intend(StepRequest stepRequest) {
    Goal goal = stepRequest.subject().goal();
    boolean retarget = stepRequest.subject().machine().desired().permissions().retarget();
    Optional<Unfinished> open = unfinished();
    boolean inTheWay = open.filter(run -> !run.isTowards(goal) && run.changedInstall()).isPresent();
    if (inTheWay && !retarget) {
      return false;
    }
    List<StepKind> planned = new ArrayList<>();
    List<StepKind> finished = new ArrayList<>();
    open.filter(run -> run.isTowards(goal))
        .ifPresent(
            run -> {
              planned.addAll(run.planned());
              finished.addAll(run.finished());
            });
    stepRequest.subject().planned().stream()
        .filter(step -> !planned.contains(step))
        .forEach(planned::add);
    last =
        Optional.of(
            new Unfinished(
                stepRequest.run(), stepRequest.step(), false, goal.id(), finished, planned));
    return true;
  }

  /** Writes that the step is done. */
  public void done(StepKind step) {
    last =
        last.map(
            run -> {
              List<StepKind> finished = new ArrayList<>(run.finished());
              if (!finished.contains(step)) {
                finished.add(step);
              }
              return new Unfinished(run.run(), step, true, run.target(), finished, run.planned());
            });
  }

  /** A rollback ends whatever run there was. */
  public void rolledBack() {
    last = Optional.empty();
  }

  /** True when the run that is recorded has done the step. */
  public boolean hasDone(StepKind step) {
    return last.filter(run -> run.finished().contains(step)).isPresent();
  }

  /** The run that began and did not end. */
  public Optional<Unfinished> unfinished() {
    return last.filter(run -> !(run.done() && run.step() == StepKind.FINISH));
  }
}
