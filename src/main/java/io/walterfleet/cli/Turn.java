package io.walterfleet.cli;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.history.Runs;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Plan;
import io.walterfleet.report.Age;
import io.walterfleet.report.PastRun;
import io.walterfleet.report.PastRun.Opening;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Lets one run of this controller at a time change a machine: the second hears at its start who is
 * there since when, and goes away, or waits if it is asked to. Runs of other controllers meet at
 * the machines' own locks.
 */
final class Turn {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final int NAMED = 5;

  @Option(
      names = "--wait",
      description = "wait while another run of this controller changes the same machines")
  private boolean waits;

  /** Returns when no other run changes machines of this fleet; refuses unless it may wait. */
  void await(Fleet fleet, World world) throws Refusal, InterruptedException {
    await(fleet, fleet.machines().stream().map(Machine::name).toList(), world);
  }

  /** The same just before machines are touched. */
  void await(Fleet fleet, Plan plan, World world) throws Refusal, InterruptedException {
    await(fleet, plan.acting().stream().map(MachinePlan::name).toList(), world);
  }

  private void await(Fleet fleet, Collection<String> machines, World world)
      throws Refusal, InterruptedException {
    Optional<PastRun> other = other(fleet, machines, world);
    if (other.isPresent() && waits) {
      world.console().err().println("waiting: " + told(other.get(), machines, world));
      world.console().err().flush();
    }
    while (other.isPresent()) {
      if (!waits) {
        String run = other.get().summary().opening().run();
        throw Refusal.locked(
            told(other.get(), machines, world) + " (nothing was changed)",
            "let it end, or run the same again with --wait; to see it: "
                + Advice.of("history " + run).line());
      }
      world.parts().pause().of(BETWEEN_LOOKS);
      other = other(fleet, machines, world);
    }
  }

  private static Optional<PastRun> other(Fleet fleet, Collection<String> machines, World world) {
    Runs runs = Chronicle.runs(world);
    return runs.underWay().stream()
        .filter(run -> run.summary().opening().fleet().equals(fleet.name()))
        .filter(run -> !shared(run, machines).isEmpty())
        .findFirst();
  }

  /** The machines that a run changes, and that somebody else wants to. */
  private static List<String> shared(PastRun run, Collection<String> machines) {
    return machines.stream().filter(run::changes).toList();
  }

  private static String told(PastRun run, Collection<String> machines, World world) {
    Opening opening = run.summary().opening();
    List<String> shared = shared(run, machines);
    String more = shared.size() > NAMED ? " and " + (shared.size() - NAMED) + " more" : "";
    Duration age = Duration.between(opening.began(), world.surroundings().clock().instant());
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
