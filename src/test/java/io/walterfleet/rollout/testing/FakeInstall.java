package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.Traces.Applied;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.Task;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An install in memory, and what each step does to it. */
final class FakeInstall {
  private final Set<String> images = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<String> neverReady = new HashSet<>();
  private final Set<String> staged = new HashSet<>();
  private Optional<World> world = Optional.empty();
  private Optional<World> backup = Optional.empty();
  private Optional<Applied> applied = Optional.empty();

  void install(ImageRef image, String host) {
    images.add(image.value());
    ManagedKeys keys =
        new ManagedKeys(
            Optional.of(image.value()),
            Optional.of(host),
            Optional.of("internal-tls"),
            Optional.empty(),
            Optional.empty());
    Release schema = image.release().orElse(new Release(1, 0, 0));
    world = Optional.of(new World(keys, Optional.empty(), Optional.of(image.value()), schema));
  }

  void lacksImage(ImageRef image) {
    missing.add(image.value());
  }

  void neverReady(ImageRef image) {
    neverReady.add(image.value());
  }

  /** What somebody does behind our back. */
  void edit(UnaryOperator<World> edit) {
    change(edit);
  }

  Install seen() {
    return world.<Install>map(World::seen).orElse(new Install.Absent());
  }

  Optional<String> running() {
    return world.flatMap(World::running);
  }

  Optional<Applied> applied() {
    return applied;
  }

  Set<String> staged() {
    return staged;
  }

  /** Whether it is ready, waits for a migration, or neither. */
  FakeGatekeeper.State state() {
    Optional<String> image = running().filter(one -> !neverReady.contains(one));
    if (image.isEmpty()) {
      return FakeGatekeeper.State.STARTING;
    }
    Optional<Release> code = ImageRef.of(image.get()).flatMap(ImageRef::release);
    boolean older = code.isPresent() && world.orElseThrow().schema().compareTo(code.get()) < 0;
    return older ? FakeGatekeeper.State.MIGRATION_BLOCKED : FakeGatekeeper.State.READY;
  }

  /** Carries out a step; {@code swapped} when this run or the one that it takes up has swapped. */
  StepReport act(Task task, boolean swapped) {
    Goal goal = task.subject().goal();
    return switch (task.step()) {
      case STAGE -> done(staged.add(goal.bundle()));
      case PULL -> pull(goal.image().value());
      case BACKUP -> swapped ? done(false) : backUp();
      case SWAP -> swapped ? done(false) : swap(goal, task);
      case MIGRATE -> done(change(World::migrated));
      case RESTART -> restart(goal);
      case GATE -> throw new IllegalStateException("the gate is no step of the machine");
      case FINISH -> finish(goal);
    };
  }

  /** Puts back what was there before the last swap. */
  StepReport rollBack() {
    if (backup.isEmpty()) {
      return failed("there is no such backup", "walter-fleet backups lists them");
    }
    world = backup.map(World::started);
    return done(true);
  }

  private StepReport pull(String image) {
    return missing.contains(image)
        ? failed("could not pull " + image + ": manifest unknown", "check that the image exists")
        : done(images.add(image));
  }

  /** Whoever finds the stack stopped since its backup needs no other. */
  private StepReport backUp() {
    if (backup.isPresent() && running().isEmpty()) {
      return done(false);
    }
    backup = world;
    return done(change(one -> one.running(Optional.empty())));
  }

  private StepReport swap(Goal goal, Task task) {
    boolean directory = task.subject().planned().contains(StepKind.STAGE);
    if (directory && !staged.contains(goal.bundle())) {
      return failed("the bundle is not staged", "run apply again");
    }
    if (backup.isEmpty()) {
      backup = world;
    }
    world = Optional.of(world.orElse(World.EMPTY).written(goal, directory));
    return done(true);
  }

  private StepReport restart(Goal goal) {
    return images.contains(goal.image().value())
        ? done(change(World::started))
        : failed("the image is not on the machine", "run apply again");
  }

  private StepReport finish(Goal goal) {
    applied = Optional.of(World.applied(goal));
    backup = Optional.empty();
    return done(true);
  }

  private boolean change(UnaryOperator<World> change) {
    Optional<World> before = world;
    world = world.map(change);
    return !world.equals(before);
  }

  private static StepReport done(boolean changed) {
    return new StepReport(changed ? Result.CHANGED : Result.ALREADY, "done", "");
  }

  private static StepReport failed(String why, String fix) {
    return new StepReport(Result.FAILED, why + " (nothing was changed)", fix);
  }
}
