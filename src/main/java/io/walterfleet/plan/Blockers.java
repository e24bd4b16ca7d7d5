package io.walterfleet.plan;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Controls;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Manifest.BundleRef;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Permissions;
import io.walterfleet.fleet.Publication;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.MachinePlan.Judgement;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Seen;
import java.util.Optional;

/**
 * What forbids to act on a machine; of several the first in this order is told.
 *
 * <ol>
 *   <li>Whatever its target is: another run's lock; a retired or a foreign install without {@code
 *       force}; no Docker; no Compose.
 *   <li>With its target: a run that died in the middle of a change towards another one; data that
 *       are gone, or that are in a directory where volumes are to be copied; a first install that
 *       lacks a setting; a port that the mode forbids; a downgrade; an emptied {@code .env.deploy},
 *       or a linked one that would have to be written; no disk space.
 * </ol>
 */
final class Blockers {
  private static final String STANDARD_PORT = Integer.toString(Publication.DEFAULT_HTTPS_PORT);

  private final Machine machine;
  private final Permissions allowed;
  private final Seen seen;
  private final ManagedKeys keys;

  Blockers(Machine machine, Seen seen) {
    this.machine = machine;
    this.allowed = machine.desired().permissions();
    this.seen = seen;
    this.keys = seen.keys();
  }

  /** What forbids to act whatever the target is. */
  Optional<Judgement> beforeTarget() {
    return locked()
        .or(this::halfRollback)
        .or(this::retired)
        .or(this::foreign)
        .or(this::withoutDocker);
  }

  /** What forbids to act towards this goal. */
  Optional<Judgement> towards(Goal goal, Delta left, BundleRef bundle) {
    return elsewhere(goal, bundle)
        .or(this::withoutData)
        .or(() -> inDirectory(goal, left))
        .or(() -> incomplete(goal.publication()))
        .or(() -> forbiddenPort(goal.publication()))
        .or(() -> downgrade(goal))
        .or(this::emptiedEnv)
        .or(() -> linkedEnv(left))
        .or(() -> withoutBundle(goal, left, bundle))
        .or(() -> withoutRoom(goal, left, bundle))
        .or(() -> withoutRoomForCopies(goal, left));
  }

  private Optional<Judgement> locked() {
    Optional<Lock> held = seen.machineState().lock().filter(lock -> lock.secondsLeft() > 0);
    return held.map(lock -> new Judgement(Verdict.BLOCKED, lock.held(), lock.fix(machine), true));
  }

  private Optional<Judgement> halfRollback() {
    return seen.machineState()
        .halfRollback()
        .filter(half -> !allowed.retarget())
        .map(
            half ->
                blocked(
                    half.reason(),
                    "to go on with it: "
                        + command("rollback --to " + half.stamp())
                        + "; to leave it: "
                        + command("apply --retarget")));
  }

  private Optional<Judgement> retired() {
    return blockedIf(
        seen.install() instanceof Install.Retired && !allowed.force(),
        "only a retired walter-selfhost install is here, which is never upgraded in place",
        "plan the move: stop it, say 'force: true' for a fresh install beside it, and carry the"
            + " old data over by hand");
  }

  private Optional<Judgement> foreign() {
    return blockedIf(
        seen.install() instanceof Install.Foreign && !allowed.force(),
        "~/" + machine.desired().installDir() + " is not empty and is not a Walter install",
        "look at it; if it may be moved aside: force: true for this machine, or --force");
  }

  private Optional<Judgement> withoutDocker() {
    return blockedIf(
            seen.docker().engine().isEmpty(),
            "docker is not installed",
            "install Docker with Compose")
        .or(
            () ->
                blockedIf(
                    seen.docker().compose() == Docker.Compose.NONE,
                    "Docker Compose is not installed",
                    "install the Compose v2 plugin"));
  }

  private Optional<Judgement> elsewhere(Goal goal, BundleRef bundle) {
    Optional<Unfinished> other =
        seen.machineState()
            .unfinished()
            .filter(run -> run.changedInstall() && !run.isTowards(goal))
            .filter(run -> !allowed.retarget());
    return other.map(
        run ->
            blocked(
                "run "
                    + run.run()
                    + " ended in the middle of "
                    + run.step().word()
                    + " towards another target: "
                    + run.wanted(bundle),
                "to put it back: "
                    + command("rollback")
                    + "; to go on to this one: "
                    + command("apply --retarget")));
  }

  private Optional<Judgement> withoutData() {
    return seen.install() instanceof Install.Present install
        ? install.stack().data().gone().map(Blockers::withoutVolume)
        : Optional.empty();
  }

  private Optional<Judgement> inDirectory(Goal goal, Delta left) {
    return copies(goal, left) && seen.install() instanceof Install.Present install
        ? install.stack().data().directory().map(Blockers::inDirectory)
        : Optional.empty();
  }

  /** The words of the step that would refuse it, {@code backup.sh}. */
  private static Judgement inDirectory(String directory) {
    return blocked(
        "PostgreSQL's data are in "
            + Controls.escaped(directory)
            + ", a directory of the machine and no volume",
        "set backup: dump, or backup: none, in the inventory");
  }

  private static boolean copies(Goal goal, Delta left) {
    return goal.backup() == BackupKind.VOLUMES && left.steps().contains(StepKind.BACKUP);
  }

  private static Judgement withoutVolume(String volume) {
    if (Stack.isUnnamed(volume)) {
      return blocked(
          "the database's volume "
              + volume
              + " has no name of its own and its container is gone, so Walter would begin with an"
              + " empty one",
          "carry the data over by hand: make the containers without starting them, copy"
              + " what the old volume holds into the one that the database's container got, then"
              + " remove the old one");
    }
    return blocked(
        "the volume "
            + volume
            + ", which held the data, is not there any more, and would begin empty",
        "put it back, by a rollback with its volumes where there is a backup; where it may begin"
            + " empty: docker volume create "
            + volume
            + " on the machine");
  }

  private Optional<Judgement> incomplete(Publication wanted) {
    return blockedIf(
        !(seen.install() instanceof Install.Present)
            && (wanted.mode().isEmpty() || wanted.host().isEmpty()),
        "there is no install, and a first install needs 'mode' and 'host'",
        "add them to " + machine.name() + " at " + machine.place());
  }

  private Optional<Judgement> forbiddenPort(Publication wanted) {
    Optional<String> mode = wanted.mode().map(Mode::word).or(keys::mode);
    String port =
        wanted.httpsPort().isPresent()
            ? Integer.toString(wanted.httpsPort().getAsInt())
            : keys.httpsPort().orElse(STANDARD_PORT);
    return blockedIf(
        mode.equals(Optional.of(Mode.PUBLIC_TLS.word())) && !port.equals(STANDARD_PORT),
        "mode public-tls needs HTTPS port 443, and the machine would have " + port,
        "say 'httpsPort: 443', or 'mode: internal-tls'");
  }

  /** Data outlives the install directory, so what was last applied counts where there is none. */
  private Optional<Judgement> downgrade(Goal goal) {
    Optional<Release> from =
        keys.image()
            .or(() -> seen.machineState().applied().map(Applied::image))
            .flatMap(ImageRef::releaseOf);
    Optional<Release> to = goal.image().release();
    if (from.isEmpty() || to.isEmpty() || allowed.downgrade() || Delta.keepsData(seen, goal)) {
      return Optional.empty();
    }
    return blockedIf(
        to.get().compareTo(from.get()) < 0,
        "release " + to.get() + " would be a downgrade from " + from.get(),
        "choose a release from " + from.get() + " on, or say 'allowDowngrade: true'");
  }

  /** An older bundle is not published any more; the machine keeps the one in use. */
  private Optional<Judgement> withoutBundle(Goal goal, Delta left, BundleRef bundle) {
    return blockedIf(
        uploads(goal, left) && !goal.bundle().equals(bundle.sha256()),
        "the bundle that was last applied is not on the machine any more, and bundle "
            + bundle.version()
            + " is published now",
        "to bring that one: " + command("apply"));
  }

  private boolean uploads(Goal goal, Delta left) {
    return left.steps().contains(StepKind.STAGE) && !seen.host().staged().contains(goal.bundle());
  }

  /** What runs has its secrets still; started anew with our keys alone it would have none. */
  private Optional<Judgement> emptiedEnv() {
    return blockedIf(
        seen.install() instanceof Install.Present
            && keys.equals(ManagedKeys.NONE)
            && seen.machineState().applied().isPresent()
            && !allowed.force(),
        "~/"
            + machine.desired().installDir()
            + "/.env.deploy has none of the keys that were applied: it was emptied or replaced, and"
            + " the secrets in it may be gone, too",
        "put it back on the machine (copies are in ~/"
            + machine.desired().installDir()
            + ".backup-*); if nothing else was in it, or 'envKeys' has other names now: force: true"
            + " for this machine, or --force");
  }

  /** A rename would put a file in the place of the link, and leave what it leads to as it was. */
  private Optional<Judgement> linkedEnv(Delta left) {
    boolean linked = seen.install() instanceof Install.Present install && install.envIsLink();
    String file = "~/" + machine.desired().installDir() + "/.env.deploy";
    return blockedIf(
        linked && left.steps().contains(StepKind.SWAP),
        file + " is a symbolic link, which a swap would break",
        "put the file that it leads to in its place, then run this command again");
  }

  private Optional<Judgement> withoutRoom(Goal goal, Delta left, BundleRef bundle) {
    // the upload, the unpacked files (bundles unpack to about four times their size) and spare room
    long needed = bundle.size() * 5 / 1024 + CopySpace.SPARE_KILOBYTES;
    return blockedIf(
        uploads(goal, left) && seen.host().freeKilobytes() < needed,
        "no disk space: "
            + seen.host().freeKilobytes() / 1024
            + " MB free in the home, "
            + needed / 1024
            + " MB needed",
        "free some space; old backups: " + command("backups"));
  }

  private String command(String words) {
    return Advice.of(words, machine.name()).line();
  }

  private Optional<Judgement> withoutRoomForCopies(Goal goal, Delta left) {
    return CopySpace.of(left, goal, seen.host().data())
        .flatMap(space -> space.lack(seen.host()))
        .map(
            lack ->
                blocked(
                    "no disk space for copies of the volumes and a way back: " + lack,
                    "free some space; old backups: " + command("backups")));
  }

  private static Optional<Judgement> blockedIf(boolean holds, String reason, String fix) {
    return holds ? Optional.of(blocked(reason, fix)) : Optional.empty();
  }

  private static Judgement blocked(String reason, String fix) {
    return new Judgement(Verdict.BLOCKED, reason, fix);
  }
}
