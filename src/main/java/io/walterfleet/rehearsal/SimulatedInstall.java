package io.walterfleet.rehearsal;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Applied;
import io.walterfleet.plan.Goal;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.StepKind;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Effect;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An install in memory, and what each step does to it. */
public final class SimulatedInstall {
  private final Set<String> images = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<String> neverReady = new HashSet<>();
  private final Set<String> staged = new HashSet<>();
  private Optional<InstallState> installState = Optional.empty();
  private Optional<InstallState> backup = Optional.empty();
  private Optional<Applied> applied = Optional.empty();

  /** A healthy install of this image, not made by this program. */
  public void install(ImageRef image, ManagedKeys keys) {
    images.add(image.value());
    Release schema = image.release().orElse(new Release(1, 0, 0));
    installState =
        Optional.of(new InstallState(keys, Optional.empty(), Optional.of(image.value()), schema));
  }

  /** No registry has this image. */
  public void lacksImage(ImageRef image) {
    missing.add(image.value());
  }

  /** This image starts and never becomes ready. */
  public void neverReady(ImageRef image) {
    neverReady.add(image.value());
  }

  /** Every image can be had, and becomes ready, from now on. */
  public void mend() {
    missing.clear();
    neverReady.clear();
  }

  /** What somebody does behind our back. */
  public void edit(UnaryOperator<InstallState> edit) {
    change(edit);
  }

  /** What a survey finds at the install directory. */
  public Install seen() {
    return installState.<Install>map(InstallState::seen).orElse(new Install.Absent());
  }

  /** The image that runs; empty when the stack is down. */
  public Optional<String> running() {
    return installState.flatMap(InstallState::running);
  }

  /** What was last applied to the end. */
  public Optional<Applied> applied() {
    return applied;
  }

  /** The sha256 of each bundle that lies ready. */
  public Set<String> staged() {
    return staged;
  }

  /** Whether it is ready, waits for a migration, or neither. */
  public Readiness readiness() {
    Optional<String> image = running().filter(one -> !neverReady.contains(one));
    if (image.isEmpty()) {
      return Readiness.STARTING;
    }
    Optional<Release> code = ImageRef.releaseOf(image.get());
    boolean older =
        code.isPresent() && installState.orElseThrow().schema().compareTo(code.get()) < 0;
    return older ? Readiness.MIGRATION_BLOCKED : Readiness.READY;
  }

  /** Carries out a step; {@code swapped} when this run or the one that it takes up has swapped. */
  public StepReport act(StepRequest stepRequest, boolean swapped) {
    Goal goal = stepRequest.subject().goal();
    return switch (stepRequest.step()) {
      case STAGE -> done(staged.add(goal.bundle()));
      case PULL -> pull(goal.image().value());
      case BACKUP -> swapped ? done(false) : backUp();
      case SWAP -> swapped ? done(false) : swap(goal, stepRequest);
      case MIGRATE -> done(change(InstallState::migrated));
      case RESTART -> restart(goal);
      case GATE -> throw new IllegalStateException("the gate is no step of the machine");
      case FINISH -> finish(goal);
    };
  }

  /** Starts a stack that was stopped for its backup and not swapped; true when it had to be. */
  public boolean startAgain(boolean swapped) {
    return !swapped && backup.isPresent() && running().isEmpty() && change(InstallState::started);
  }

  /** Puts back what was there before the last swap. */
  public StepReport rollBack() {
    if (backup.isEmpty()) {
      return failed("there is no such backup", "choose another backup");
    }
    installState = backup.map(InstallState::started);
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
    backup = installState;
    return done(change(one -> one.running(Optional.empty())));
  }

  private StepReport swap(Goal goal, StepRequest stepRequest) {
    boolean directory = stepRequest.subject().planned().contains(StepKind.STAGE);
    if (directory && !staged.contains(goal.bundle())) {
      return failed("the bundle is not staged", "run apply again");
    }
    if (backup.isEmpty()) {
      backup = installState;
    }
    installState = Optional.of(installState.orElse(InstallState.EMPTY).written(goal, directory));
    return done(true);
  }

  private StepReport restart(Goal goal) {
    return images.contains(goal.image().value())
        ? done(change(InstallState::started))
        : failed("the image is not on the machine", "run apply again");
  }

  private StepReport finish(Goal goal) {
    applied = Optional.of(InstallState.applied(goal));
    backup = Optional.empty();
    return done(true);
  }

  private boolean change(UnaryOperator<InstallState> change) {
    Optional<InstallState> before = installState;
    installState = installState.map(change);
    return !installState.equals(before);
  }

  private static StepReport done(boolean changed) {
    return new StepReport(changed ? Result.CHANGED : Result.ALREADY, "done", "");
  }

  private static StepReport failed(String why, String fix) {
    return new StepReport(Result.FAILED, why, fix, Effect.NOTHING);
  }
}
