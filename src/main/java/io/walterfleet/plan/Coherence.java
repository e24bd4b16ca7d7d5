package io.walterfleet.plan;

import io.walterfleet.fleet.ManagedKey;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.Change.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the rules could have made what a saved plan says of one machine.
 *
 * <ol>
 *   <li>The fingerprint has every field, so that a machine which moved is found out.
 *   <li>The changes are those between what the fingerprint says and the target, and show its
 *       values.
 *   <li>The steps are those of these changes; a run that did not end may have left more.
 * </ol>
 */
public final class Coherence {
  private static final Set<Field> IMAGE = EnumSet.of(Field.RELEASE, Field.IMAGE);

  private final MachinePlan plan;
  private final BundleRef bundle;
  private final Goal goal;
  private final Map<String, String> before;

  private Coherence(MachinePlan plan, BundleRef bundle, Goal goal) {
    this.plan = plan;
    this.bundle = bundle;
    this.goal = goal;
    this.before = Fingerprint.parsed(plan.subject().fingerprint());
  }

  /** What the rules would not have made; empty when they could have. Fit to show. */
  public static Optional<String> fault(MachinePlan plan, BundleRef bundle) {
    return plan.goal().isPresent() && plan.verdict().acts()
        ? new Coherence(plan, bundle, plan.goal().get()).fault()
        : Optional.empty();
  }

  private Optional<String> fault() {
    Optional<String> newer = Fingerprint.newerVersion(before);
    if (newer.isPresent()) {
      return Optional.of(
          "its 'fingerprint' was written by a newer walter-fleet (version " + newer.get() + ")");
    }
    if (!Fingerprint.isWhole(before)) {
      return Optional.of("its 'fingerprint' lacks a field");
    }
    if (!goal.bundle().equals(bundle.sha256())) {
      return Optional.of("its target has another 'bundle' than the plan");
    }
    if (!isEveryChangeThere() || !plan.changes().stream().allMatch(this::isTrue)) {
      return Optional.of("its 'changes' do not lead from its fingerprint to its target");
    }
    return areStepsTheirs()
        ? Optional.empty()
        : Optional.of("its 'steps' are not those of its changes");
  }

  private boolean isFresh() {
    return !isBefore("install", FingerprintText.PRESENT);
  }

  private boolean isBefore(String field, String value) {
    return Fingerprint.hash(value).equals(before.get(field));
  }

  private boolean isEveryChangeThere() {
    EnumSet<Field> found = EnumSet.noneOf(Field.class);
    plan.changes().forEach(change -> found.add(change.field()));
    boolean image = found.removeAll(IMAGE);
    // what a stack runs is another matter where its key was changed as well, see Differences
    boolean running = found.remove(Field.RUNNING);
    boolean mayRun = isFresh() || isBefore("running", Fingerprint.RUNNING);
    boolean mustRun = !mayRun && isBefore("image", goal.image().value());
    return found.size() + (image ? 1 : 0) + (running ? 1 : 0) == plan.changes().size()
        && image != isBefore("image", goal.image().value())
        && (running ? !mayRun : !mustRun)
        && found.equals(moved());
  }

  /** What differs, but for the image and for what runs. */
  private EnumSet<Field> moved() {
    EnumSet<Field> moved = EnumSet.noneOf(Field.class);
    goal.publication().values().keySet().stream()
        .filter(this::isMoved)
        .map(Field::of)
        .forEach(moved::add);
    if (!isBefore("bundle", goal.bundle())) {
      moved.add(Field.BUNDLE);
    }
    if (!isFresh() && !isBefore("files", Fingerprint.FILES)) {
      moved.add(Field.FILES);
    }
    return moved;
  }

  private boolean isMoved(ManagedKey key) {
    String to = goal.publication().get(key).orElse("");
    boolean byDefault = to.equals(key.byDefault()) && (isFresh() || isBefore(key.word(), ""));
    return !byDefault && !isBefore(key.word(), to);
  }

  /** It shows what the target has. */
  private boolean isTrue(Change change) {
    String to =
        switch (change.field()) {
          case RELEASE -> goal.image().release().map(Release::toString).orElse("");
          case IMAGE -> goal.image().value();
          case BUNDLE -> bundle.version();
          case FILES, RUNNING -> change.to();
          default -> change.field().key().flatMap(goal.publication()::get).orElse("");
        };
    return change.to().equals(to);
  }

  private boolean areStepsTheirs() {
    List<StepKind> steps = Steps.of(plan.changes(), goal, isFresh(), MachineState.NONE);
    if (isBefore("unfinished", "")) {
      return plan.steps().equals(steps)
          || (mayKeepData() && plan.steps().equals(Delta.withoutData(steps)));
    }
    return plan.steps().containsAll(List.of(StepKind.GATE, StepKind.FINISH))
        && steps.stream().allMatch(step -> step == StepKind.BACKUP || plan.steps().contains(step));
  }

  /** The key alone was changed, and the stack runs the target's image all along. */
  private boolean mayKeepData() {
    return !isBefore("applied", "")
        && plan.changes().stream().noneMatch(change -> change.field() == Field.RUNNING)
        && plan.changes().stream()
            .filter(change -> IMAGE.contains(change.field()))
            .allMatch(change -> change.cause() == Cause.DRIFT);
  }
}
