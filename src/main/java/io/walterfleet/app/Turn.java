package io.walterfleet.app;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.format.Age;
import io.walterfleet.format.PastRun;
import io.walterfleet.format.PastRun.Opening;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Plan;
import io.walterfleet.release.ReleaseException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets one run of this controller at a time change a machine: the second hears at its start who is
 * there since when, and goes away, or waits if it is asked to. Runs of other controllers, which
 * change other machines of the fleet at the same time where an inventory is shared out, are told of
 * as far as machines are locked, and waited for if it is asked to.
 */
public final class Turn {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final Duration BETWEEN_SURVEYS = Duration.ofSeconds(10);
  private static final int NAMED = 5;

  private final CommandRuntime runtime;
  private final boolean waits;

  /**
   * A turn that was not asked for yet.
   *
   * @param waits whether it may wait for others
   */
  public Turn(CommandRuntime runtime, boolean waits) {
    this.runtime = runtime;
    this.waits = waits;
  }

  /** Returns when no other run changes machines of this fleet; refuses unless it may wait. */
  public void await(Fleet fleet) throws UsageException, InterruptedException {
    await(fleet, fleet.machines().stream().map(Machine::name).toList());
  }

  /** The same just before machines are touched. */
  public void await(Fleet fleet, Plan plan) throws UsageException, InterruptedException {
    await(fleet, plan.acting().stream().map(MachinePlan::name).toList());
  }

  /** Something that is read from machines, and may be read again. */
  public interface Reading<T> {
    T read() throws UsageException, ReleaseException, InterruptedException;
  }

  /**
   * Says which runs hold machines just read; waits until none does if it is asked to.
   *
   * @param seen what was read of each machine
   * @return what was read last
   */
  public <T> T free(Reading<T> reading, Function<T, Map<String, Observation>> seen)
      throws UsageException, ReleaseException, InterruptedException {
    T read = reading.read();
    OtherRuns others = OtherRuns.in(seen.apply(read));
    tell(others);
    while (waits && others.areThere()) {
      runtime.adapters().pause().of(BETWEEN_SURVEYS);
      read = reading.read();
      others = OtherRuns.in(seen.apply(read));
    }
    return read;
  }

  private void tell(OtherRuns others) {
    Log log = runtime.console().err();
    if (waits) {
      others.told().forEach(one -> log.say("waiting: " + one));
    } else if (others.areThere()) {
      log.note(
          String.join("\nnote: ", others.told())
              + "\n    fix: let it end, or run the same again with --wait");
    }
  }

  private void await(Fleet fleet, Collection<String> machines)
      throws UsageException, InterruptedException {
    Optional<PastRun> other = other(fleet, machines);
    if (other.isPresent() && waits) {
      runtime.console().err().say("waiting: " + told(other.get(), machines));
    }
    while (other.isPresent()) {
      if (!waits) {
        String run = other.get().summary().opening().run();
        throw UsageException.locked(
            told(other.get(), machines) + " (nothing was changed)",
            "let it end, or run the same again with --wait; to see it: "
                + Advice.of("history " + run).line());
      }
      runtime.adapters().pause().of(BETWEEN_LOOKS);
      other = other(fleet, machines);
    }
  }

  private Optional<PastRun> other(Fleet fleet, Collection<String> machines) {
    Runs runs = RunRecorder.runs(runtime);
    return runs.underWay().stream()
        .filter(run -> run.summary().opening().fleet().equals(fleet.name()))
        .filter(run -> !shared(run, machines).isEmpty())
        .findFirst();
  }

  /** The machines that a run changes, and that somebody else wants to. */
  private static List<String> shared(PastRun run, Collection<String> machines) {
    return machines.stream().filter(run::changes).toList();
  }

  private String told(PastRun run, Collection<String> machines) {
    Opening opening = run.summary().opening();
    List<String> shared = shared(run, machines);
    String more = shared.size() > NAMED ? " and " + (shared.size() - NAMED) + " more" : "";
    Duration age = Duration.between(opening.began(), runtime.environment().clock().instant());
    return "run "
        + opening.run()
        + " of "
        + opening.owner()
        + " changes "
        + String.join(", ", shared.subList(0, Math.min(NAMED, shared.size())))
        + more
        + " since "
        + opening.began().truncatedTo(ChronoUnit.SECONDS)
        + " ("
        + Age.of(age)
        + ")";
  }
}
