package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.history.RunRecord;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.Plan;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.rollout.Event.RunFinished;
import io.walterfleet.rollout.Event.RunStarted;
import io.walterfleet.rollout.MachineResult;
import io.walterfleet.rollout.Outcome;
import io.walterfleet.rollout.RollbackRun;
import io.walterfleet.rollout.RunResult.Ending;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes a run down from its first event to its last; what goes wrong with that never stops it. */
public final class RunRecorder implements Consumer<Event>, AutoCloseable {
  private final CommandRuntime runtime;
  private final Fleet fleet;
  private final Optional<Plan> plan;
  private final String note;
  private final Consumer<Event> next;
  private String run = "";
  private Optional<RunRecord> record = Optional.empty();

  /**
   * A record of a run that has not begun.
   *
   * @param plan absent for a rollback
   * @param note what is written down on machines as well; may be empty
   * @param next told of each event as well
   */
  RunRecorder(
      CommandRuntime runtime, Fleet fleet, Optional<Plan> plan, String note, Consumer<Event> next) {
    this.note = note;
    this.runtime = runtime;
    this.fleet = fleet;
    this.plan = plan;
    this.next = next;
  }

  /** The runs of this controller; none where another user could have written them. */
  public static Runs runs(CommandRuntime runtime) {
    Path state = runtime.environment().state();
    return new Runs(state.resolve("runs"), OwnPlace.isClosed(state));
  }

  @Override
  public synchronized void accept(Event event) {
    if (event instanceof RunStarted started) {
      run = started.run();
      record = Optional.of(runs(runtime).begin(opening(started), plan, this::note));
    }
    record.ifPresent(written -> written.accept(event));
    next.accept(event);
  }

  /** Tells that a run begins whose plan is not written down. */
  void begin(String run, Plan order) {
    accept(new RunStarted(now(), run, "", order.acting().size(), order.batches().all().size()));
  }

  /** The same of a run that does one thing on so many machines, side by side. */
  void begin(String run, int machines) {
    accept(new RunStarted(now(), run, "", machines, 1));
  }

  /**
   * Tells how a run without a plan ended.
   *
   * @param told results that were told already
   * @param left those that were not
   * @param otherwise how it ended unless the failure budget was spent
   */
  void end(List<MachineResult> told, List<MachineResult> left, Ending otherwise) {
    left.forEach(result -> accept(new MachineFinished(now(), result)));
    List<MachineResult> results = Stream.concat(told.stream(), left.stream()).toList();
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    results.forEach(result -> counts.merge(result.outcome(), 1, Integer::sum));
    boolean spent = results.stream().anyMatch(RollbackRun::isBeyondBudget);
    Ending ending = spent ? Ending.BUDGET : otherwise;
    int exitCode = ExitCodes.exitCode(new Undone(told, otherwise), left).number();
    accept(new RunFinished(now(), run, counts, ending, exitCode));
  }

  @Override
  public synchronized void close() {
    record.ifPresent(RunRecord::close);
  }

  private Opening opening(RunStarted started) {
    return new Opening(
        started.run(),
        started.at(),
        fleet.name(),
        runtime.typed().text(),
        runtime.adapters().controllerId().owner().get(),
        runtime.environment().version(),
        note);
  }

  private Instant now() {
    return runtime.environment().clock().instant();
  }

  private void note(String words) {
    runtime.console().err().note(words);
  }
}
