package io.walterfleet.plan;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import java.util.List;
import java.util.Optional;

/**
 * Decides what would bring a machine back to what was last applied to it.
 *
 * <ol>
 *   <li>What could not be observed is unknown; a machine that is locked is just being changed.
 *   <li>Where nothing was ever applied there is no way back, and nothing to compare with.
 *   <li>A run that ended half way to something else is for apply or rollback to end. One that ended
 *       on its way to just this goal was such a correction: it goes on.
 *   <li>Whatever differs is drift, unless something forbids to act: {@link Blockers}.
 * </ol>
 */
final class DriftCorrection {
  static final String NEVER_APPLIED =
      "walter-fleet has applied nothing here yet, so there is nothing to compare with";

  private final Subject subject;
  private final Seen seen;
  private final Blockers blockers;
  private final BundleRef bundle;

  private DriftCorrection(Machine machine, Subject subject, Seen seen, BundleRef bundle) {
    this.subject = subject;
    this.seen = seen;
    this.blockers = new Blockers(machine, seen);
    this.bundle = bundle;
  }

  /**
   * The way back of a machine that was so observed.
   *
   * @param bundle the only one that can still be had
   */
  static MachinePlan of(Machine machine, BundleRef bundle, Observation observation) {
    Subject subject = Subject.of(machine, observation);
    if (observation instanceof Unknown unknown) {
      return without(subject, new Judgement(Verdict.UNKNOWN, unknown.reason(), unknown.fix()));
    }
    Seen seen = (Seen) observation;
    DriftCorrection way = new DriftCorrection(machine, subject, seen, bundle);
    Optional<Judgement> locked = way.blockers.beforeTarget().filter(Judgement::isLocked);
    Optional<Goal> goal = LastApplied.goal(machine, seen.machineState().applied());
    return locked
        .or(() -> goal.isPresent() ? Optional.empty() : Optional.of(neverApplied()))
        .map(judgement -> without(subject, judgement))
        .orElseGet(() -> way.to(goal.orElseThrow(), machine));
  }

  private MachinePlan to(Goal goal, Machine machine) {
    Delta left = Delta.of(seen, goal, bundle);
    Optional<Unfinished> resumed =
        seen.machineState().unfinished().filter(run -> run.isTowards(goal));
    Optional<Judgement> obstacle =
        blockers.beforeTarget().or(this::gone).or(() -> unended(goal, machine));
    if (obstacle.isPresent()) {
      return plan(obstacle.get(), List.of(), List.of(), goal);
    }
    if (left.changes().isEmpty() && resumed.isEmpty()) {
      return plan(Judgement.of(Verdict.IN_SYNC), List.of(), List.of(), goal);
    }
    return blockers
        .towards(goal, left, bundle)
        .map(why -> plan(why, left.changes(), List.of(), goal))
        .orElseGet(
            () ->
                plan(
                    new Judgement(
                        Verdict.DRIFT,
                        resumed
                            .map(Unfinished::resumes)
                            .or(this::stopped)
                            .or(() -> Aside.of(seen, left.steps()))
                            .orElse(""),
                        ""),
                    left.changes(),
                    left.steps(),
                    goal));
  }

  private MachinePlan plan(
      Judgement judgement, List<Change> changes, List<StepKind> steps, Goal goal) {
    return new MachinePlan(subject, judgement, changes, steps, Optional.of(goal));
  }

  /** With the directory went what the operator kept in it: a fresh one would not do. */
  private Optional<Judgement> gone() {
    return seen.install() instanceof Install.Present
        ? Optional.empty()
        : Optional.of(
            new Judgement(
                Verdict.BLOCKED,
                "the install is gone, and with it the operator's own keys in .env.deploy",
                "put it back by hand, or: "
                    + Advice.of("rollback", subject.name()).line()
                    + "; for a fresh one: "
                    + Advice.of("apply", subject.name()).line()));
  }

  /** Nobody else stopped the stack: an apply broke off in its backup. */
  private Optional<String> stopped() {
    return seen.stoppedBy()
        .map(
            run ->
                "stopped by run " + run + ", which broke off in its backup; apply goes on with it");
  }

  private Optional<Judgement> unended(Goal goal, Machine machine) {
    return seen.machineState()
        .unfinished()
        .filter(run -> run.changedInstall() && !run.isTowards(goal))
        .map(
            run ->
                new Judgement(
                    Verdict.BLOCKED,
                    run.resumes() + " in an apply",
                    "to go on with it: " + Advice.of("apply", machine.name()).line()));
  }

  private static Judgement neverApplied() {
    return new Judgement(Verdict.IN_SYNC, NEVER_APPLIED, "");
  }

  private static MachinePlan without(Subject subject, Judgement judgement) {
    return new MachinePlan(subject, judgement, List.of(), List.of(), Optional.empty());
  }
}
