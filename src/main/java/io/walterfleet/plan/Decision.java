package io.walterfleet.plan;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Change.Cause;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachinePlan.Subject;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Traces.Applied;
import io.walterfleet.plan.Traces.Lock;
import io.walterfleet.plan.Traces.Unfinished;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a machine needs.
 *
 * <ol>
 *   <li>What could not be observed is unknown.
 *   <li>What must not be touched is blocked: locked, foreign, retired, without Docker, or nothing
 *       that its target could mean.
 *   <li>The target is resolved to one image; a downgrade is blocked.
 *   <li>Fields that differ are the changes; the changes bring the steps.
 *   <li>A change that the inventory or the manifest made, or an unfinished run, gives {@code
 *       change}; else one that the machine made gives {@code drift}; none gives {@code in-sync}.
 * </ol>
 */
public final class Decision {
  private static final long SPARE_KILOBYTES = 64 * 1024;

  private final Machine machine;
  private final Manifest manifest;
  private final Subject subject;

  private Decision(Machine machine, Manifest manifest, Observation observation) {
    this.machine = machine;
    this.manifest = manifest;
    String fingerprint = observation instanceof Seen seen ? Fingerprint.of(seen) : "";
    this.subject =
        new Subject(machine.name(), machine.group(), machine.ssh().address(), fingerprint);
  }

  /** What this machine, so observed, needs. */
  public static MachinePlan of(Machine machine, Manifest manifest, Observation observation) {
    Decision decision = new Decision(machine, manifest, observation);
    if (observation instanceof Unknown unknown) {
      return decision.without(new Judgement(Verdict.UNKNOWN, unknown.reason(), unknown.fix()));
    }
    Seen seen = (Seen) observation;
    Optional<MachinePlan> blocked =
        decision.locked(seen).or(() -> decision.unfit(seen)).map(decision::without);
    return blocked.orElseGet(() -> decision.resolve(seen));
  }

  private Optional<Judgement> locked(Seen seen) {
    Optional<Lock> held = seen.traces().lock().filter(lock -> lock.secondsLeft() > 0);
    return held.map(
        lock ->
            new Judgement(
                Verdict.BLOCKED,
                "locked by "
                    + lock.owner()
                    + " (run "
                    + lock.run()
                    + ", "
                    + lock.reason()
                    + ") for another "
                    + lock.secondsLeft()
                    + " s unless it is renewed",
                "wait for that run; if it is dead: walter-fleet unlock "
                    + lock.id()
                    + " --limit "
                    + machine.name(),
                true));
  }

  private Optional<Judgement> unfit(Seen seen) {
    boolean force = machine.desired().permissions().force();
    if (seen.install() instanceof Install.Retired && !force) {
      return Optional.of(
          blocked(
              "only a retired walter-selfhost install is here, which is never upgraded in place",
              "plan the move: stop it, say 'force: true' for a fresh install beside it, and carry the"
                  + " old data over by hand"));
    }
    if (seen.install() instanceof Install.Foreign && !force) {
      return Optional.of(
          blocked(
              "~/" + machine.desired().installDir() + " is not empty and is not a Walter install",
              "look at it; if it may be moved aside: force: true for this machine, or --force"));
    }
    if (seen.docker().engine().isEmpty()) {
      return Optional.of(blocked("docker is not installed", "install Docker with Compose"));
    }
    if (seen.docker().compose() == Docker.Compose.NONE) {
      return Optional.of(
          blocked("Docker Compose is not installed", "install the Compose v2 plugin"));
    }
    return Optional.empty();
  }

  private MachinePlan resolve(Seen seen) {
    boolean fresh = !(seen.install() instanceof Install.Present);
    Resolution resolution = Resolution.of(machine.desired(), manifest, base(seen), fresh);
    if (resolution instanceof Resolution.Refused refused) {
      return without(blocked(refused.reason(), refused.fix()));
    }
    Resolution.Image image = (Resolution.Image) resolution;
    Goal goal =
        new Goal(
            image.image(),
            image.digest(),
            manifest.bundle().sha256(),
            machine.desired().publication(),
            machine.desired().backup());
    return refused(seen, goal).map(this::without).orElseGet(() -> decided(seen, goal));
  }

  /** Patch and minor count from what was last applied, so that a release set by hand is drift. */
  private static Optional<Release> base(Seen seen) {
    Optional<Release> applied =
        seen.traces().applied().map(Applied::image).flatMap(Decision::release);
    return applied.isPresent() ? applied : keys(seen).image().flatMap(Decision::release);
  }

  private Optional<Judgement> refused(Seen seen, Goal goal) {
    Optional<Judgement> elsewhere = elsewhere(seen, goal);
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    Optional<Judgement> incomplete = incomplete(seen);
    if (incomplete.isPresent()) {
      return incomplete;
    }
    Optional<Release> from = keys(seen).image().flatMap(Decision::release);
    Optional<Release> to = goal.image().release();
    boolean down = from.isPresent() && to.isPresent() && to.get().compareTo(from.get()) < 0;
    if (down && !machine.desired().permissions().downgrade()) {
      return Optional.of(
          blocked(
              "release " + to.get() + " would be a downgrade from " + from.get(),
              "choose a release from " + from.get() + " on, or say 'allowDowngrade: true'"));
    }
    return room(seen);
  }

  private Optional<Judgement> elsewhere(Seen seen, Goal goal) {
    Optional<Unfinished> other =
        seen.traces()
            .unfinished()
            .filter(run -> run.changedInstall() && !run.target().equals(goal.id()))
            .filter(run -> !machine.desired().permissions().retarget());
    return other.map(
        run ->
            blocked(
                "run "
                    + run.run()
                    + " ended in the middle of "
                    + run.step().word()
                    + " towards another target: "
                    + run.target(),
                "walter-fleet rollback --limit "
                    + machine.name()
                    + " puts it back, or walter-fleet"
                    + " apply --retarget --limit "
                    + machine.name()
                    + " goes on to this one"));
  }

  private Optional<Judgement> incomplete(Seen seen) {
    Publication wanted = machine.desired().publication();
    if (!(seen.install() instanceof Install.Present)
        && (wanted.mode().isEmpty() || wanted.host().isEmpty())) {
      return Optional.of(
          blocked(
              "there is no install, and a first install needs 'mode' and 'host'",
              "add them to " + machine.name() + " at " + machine.place()));
    }
    ManagedKeys keys = keys(seen);
    Optional<String> mode = wanted.mode().map(Mode::word).or(keys::mode);
    String standard = Integer.toString(Publication.DEFAULT_HTTPS_PORT);
    String port =
        wanted.httpsPort().isPresent()
            ? Integer.toString(wanted.httpsPort().getAsInt())
            : keys.httpsPort().orElse(standard);
    return mode.equals(Optional.of(Mode.PUBLIC_TLS.word())) && !port.equals(standard)
        ? Optional.of(
            blocked(
                "mode public-tls needs HTTPS port 443, and the machine would have " + port,
                "say 'httpsPort: 443', or 'mode: internal-tls'"))
        : Optional.empty();
  }

  private Optional<Judgement> room(Seen seen) {
    // the upload, the unpacked files (bundles unpack to about four times their size) and spare room
    long needed = manifest.bundle().size() * 5 / 1024 + SPARE_KILOBYTES;
    return seen.host().freeKilobytes() < needed
        ? Optional.of(
            blocked(
                "no disk space: "
                    + seen.host().freeKilobytes() / 1024
                    + " MB free in the home, "
                    + needed / 1024
                    + " MB needed",
                "free some space; old backups: walter-fleet backups --limit " + machine.name()))
        : Optional.empty();
  }

  private MachinePlan decided(Seen seen, Goal goal) {
    boolean fresh = !(seen.install() instanceof Install.Present);
    List<Change> changes =
        seen.install() instanceof Install.Present install
            ? Differences.between(install, goal, manifest.bundle(), seen.traces().applied())
            : Differences.fromNothing(goal, manifest.bundle());
    Optional<Unfinished> resumed =
        seen.traces().unfinished().filter(run -> run.target().equals(goal.id()));
    List<StepKind> steps = Steps.of(changes, goal.backup(), fresh, resumed);
    return new MachinePlan(subject, judged(changes, resumed), changes, steps, Optional.of(goal));
  }

  private static Judgement judged(List<Change> changes, Optional<Unfinished> resumed) {
    if (resumed.isPresent()) {
      return new Judgement(
          Verdict.CHANGE,
          "run "
              + resumed.get().run()
              + " did not end; resumes at "
              + resumesAt(resumed.get()).word(),
          "");
    }
    if (changes.stream().anyMatch(change -> change.cause() == Cause.INTENT)) {
      return Judgement.of(Verdict.CHANGE);
    }
    return Judgement.of(changes.isEmpty() ? Verdict.IN_SYNC : Verdict.DRIFT);
  }

  private static StepKind resumesAt(Unfinished run) {
    return run.planned().stream()
        .filter(step -> !run.finished().contains(step))
        .findFirst()
        .orElse(StepKind.FINISH);
  }

  private static ManagedKeys keys(Seen seen) {
    return seen.install() instanceof Install.Present install ? install.keys() : ManagedKeys.NONE;
  }

  private static Optional<Release> release(String image) {
    return ImageRef.of(image).flatMap(ImageRef::release);
  }

  private static Judgement blocked(String reason, String fix) {
    return new Judgement(Verdict.BLOCKED, reason, fix);
  }

  private MachinePlan without(Judgement judgement) {
    return new MachinePlan(subject, judgement, List.of(), List.of(), Optional.empty());
  }
}
