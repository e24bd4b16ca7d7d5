package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.PastRun;
import io.walterfleet.history.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The runs of this controller that tell how long things take. */
public final class NewestRuns {
  /** So many of the newest runs. */
  private static final int RUNS = 60;

  /** No more runs are read where those before told so many events. */
  private static final int EVENTS = 50_000;

  private NewestRuns() {}

  /** The newest runs of a fleet that are of use, as many as can be read in a moment. */
  public static List<PastRun> of(Fleet fleet, CommandRuntime runtime, Predicate<PastRun> isOfUse) {
    Runs runs = RunRecorder.runs(runtime);
    List<PastRun> past = new ArrayList<>();
    int events = 0;
    for (String id : runs.ids()) {
      boolean isOwn =
          runs.summary(id).filter(run -> run.opening().fleet().equals(fleet.name())).isPresent();
      Optional<PastRun> run = isOwn ? runs.run(id) : Optional.empty();
      events += run.map(PastRun::events).map(List::size).orElse(0);
      run.filter(isOfUse).ifPresent(past::add);
      if (past.size() == RUNS || events > EVENTS) {
        break;
      }
    }
    return past;
  }
}
