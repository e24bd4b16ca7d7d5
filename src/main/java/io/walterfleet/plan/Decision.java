package io.walterfleet.plan;

import io.walterfleet.fleet.BundleUse;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a machine needs.
 *
 * <ol>
 *   <li>What could not be observed is unknown.
 *   <li>The target is resolved to one image, and that to what is left to do. Whatever forbids to
 *       act makes the machine blocked: {@link Blockers}.
 *   <li>An unfinished run, or a difference that the inventory or the manifest made, gives {@code
 *       change}; else one that the machine made gives {@code drift}; none gives {@code in-sync}.
 * </ol>
 */
public final class Decision {
  private final Machine machine;
  private final Manifest manifest;
  private final Subject subject;

  private Decision(Machine machine, Manifest manifest, Observation observation) {
    this.machine = machine;
    this.manifest = manifest;
    this.subject = Subject.of(machine, observation);
  }

  /** What this machine, so observed, needs. */
  public static MachinePlan of(Machine machine, Manifest manifest, Observation observation) {
    Decision decision = new Decision(machine, manifest, observation);
    if (observation instanceof Unknown unknown) {
      return decision.without(new Judgement(Verdict.UNKNOWN, unknown.reason(), unknown.fix()));
    }
    Seen seen = (Seen) observation;
    return new Blockers(machine, seen)
        .beforeTarget()
        .map(decision::without)
        .orElseGet(() -> decision.resolve(seen));
  }

  private MachinePlan resolve(Seen seen) {
    boolean fresh = !(seen.install() instanceof Install.Present);
    Resolution resolution = Resolution.of(machine.desired(), manifest, base(seen), fresh);
    if (resolution instanceof Resolution.Refused refused) {
      return without(new Judgement(Verdict.BLOCKED, refused.reason(), refused.fix()));
    }
    Resolution.Image image = (Resolution.Image) resolution;
    Goal goal =
        new Goal(
            image.image(),
            image.digest(),
            manifest.bundle().sha256(),
            machine.desired().publication(),
            machine.desired().backup());
    Delta left = kept(seen, Delta.of(seen, goal, manifest.bundle()));
    return new Blockers(machine, seen)
        .towards(goal, left, manifest.bundle())
        .map(this::without)
        .orElseGet(() -> decided(seen, goal, left));
  }

  /** Another bundle alone is nothing to do where the inventory keeps it. */
  private Delta kept(Seen seen, Delta left) {
    boolean alone =
        left.changes().stream().allMatch(change -> change.field() == Field.BUNDLE)
            && seen.machineState().unfinished().isEmpty()
            && seen.machineState().halfRollback().isEmpty();
    return alone && machine.desired().bundle() == BundleUse.KEEP
        ? new Delta(List.of(), List.of())
        : left;
  }

  /** Patch and minor count from what was last applied, so that a release set by hand is drift. */
  private static Optional<Release> base(Seen seen) {
    return seen.machineState()
        .applied()
        .flatMap(last -> ImageRef.releaseOf(last.image()))
        .or(() -> seen.keys().image().flatMap(ImageRef::releaseOf));
  }

  private MachinePlan decided(Seen seen, Goal goal, Delta left) {
    Judgement judgement =
        unended(seen.machineState(), goal)
            .map(reason -> new Judgement(Verdict.CHANGE, reason + stopped(seen), ""))
            .orElseGet(
                () ->
                    new Judgement(
                        verdict(left.changes()), Aside.of(seen, left.steps()).orElse(""), ""));
    return new MachinePlan(
        subject,
        judgement,
        left.changes(),
        left.steps(),
        Optional.of(goal),
        CopySpace.of(left, goal, seen.host().data()));
  }

  private static Verdict verdict(List<Change> changes) {
    if (changes.stream().anyMatch(change -> change.cause() == Cause.INTENT)) {
      return Verdict.CHANGE;
    }
    return changes.isEmpty() ? Verdict.IN_SYNC : Verdict.DRIFT;
  }

  /** Which run did not end, and what becomes of it. */
  private static Optional<String> unended(MachineState machineState, Goal goal) {
    Optional<String> rollback =
        machineState.halfRollback().map(half -> half.reason() + ", which is left");
    return machineState.unfinished().map(run -> resumed(run, goal)).or(() -> rollback);
  }

  /**
   * A controller that is lost between a backup and the restart leaves nobody to start the stack.
   */
  private static String stopped(Seen seen) {
    return seen.stoppedBy().isPresent()
        ? " (it stopped the stack, which stays down until then)"
        : "";
  }

  private static String resumed(Unfinished run, Goal goal) {
    return run.isTowards(goal)
        ? run.resumes()
        : "run " + run.run() + " did not end and had another target, which is left";
  }

  private MachinePlan without(Judgement judgement) {
    return new MachinePlan(subject, judgement, List.of(), List.of(), Optional.empty());
  }
}
