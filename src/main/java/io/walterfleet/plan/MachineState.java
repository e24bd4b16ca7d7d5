package io.walterfleet.plan;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Manifest.BundleRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What earlier runs of this program left on a machine.
 *
 * @param appliedAge how long ago that was applied to the end, by the machine's own clock
 * @param undone what the last run wanted, if it failed and put the machine back, as {@link
 *     Goal#id()} writes it
 */
public record MachineState(
    Optional<Applied> applied,
    Optional<Unfinished> unfinished,
    Optional<HalfRollback> halfRollback,
    Optional<Lock> lock,
    List<Backup> backups,
    Optional<Duration> appliedAge,
    Optional<String> undone) {
  /** A machine that this program never changed. */
  public static final MachineState NONE =
      new MachineState(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** The traces of a machine on which no rollback is half done. */
  public MachineState(
      Optional<Applied> applied,
      Optional<Unfinished> unfinished,
      Optional<Lock> lock,
      List<Backup> backups) {
    this(applied, unfinished, Optional.empty(), lock, backups);
  }

  /** The traces of a machine that do not say when what was applied was. */
  public MachineState(
      Optional<Applied> applied,
      Optional<Unfinished> unfinished,
      Optional<HalfRollback> halfRollback,
      Optional<Lock> lock,
      List<Backup> backups) {
    this(applied, unfinished, halfRollback, lock, backups, Optional.empty(), Optional.empty());
  }

  public MachineState {
    backups = List.copyOf(backups);
  }

  /** How long ago a backup of it was last proved to be a way back; empty where none ever was. */
  public Optional<Duration> provedAge() {
    return backups.stream()
        .flatMap(backup -> backup.proof().stream())
        .filter(Proof::hasPassed)
        .flatMap(proof -> proof.age().stream())
        .min(Duration::compareTo);
  }

  /** The same, applied so long ago. */
  public MachineState applied(Duration age) {
    return new MachineState(
        applied, unfinished, halfRollback, lock, backups, Optional.of(age), undone);
  }

  /** The same, which a run that wanted this put back because it failed. */
  public MachineState undone(String target) {
    return new MachineState(
        applied, unfinished, halfRollback, lock, backups, appliedAge, Optional.of(target));
  }

  /** True when the last run wanted this, and did not end or put the machine back. */
  public boolean hasFailed(Goal goal) {
    return undone.filter(goal.id()::equals).isPresent()
        || unfinished.filter(run -> run.isTowards(goal)).isPresent();
  }

  /**
   * A run that began and did not end.
   *
   * @param step the last step that it began
   * @param done whether that step ended
   * @param target what it wanted, as {@link Goal#id()} writes it
   * @param finished the steps of that run that ended
   * @param planned all steps of that run
   */
  public record Unfinished(
      String run,
      StepKind step,
      boolean done,
      String target,
      List<StepKind> finished,
      List<StepKind> planned) {
    public Unfinished {
      finished = List.copyOf(finished);
      planned = List.copyOf(planned);
    }

    /** True when that run wanted the same. */
    public boolean isTowards(Goal goal) {
      return target.equals(goal.id());
    }

    /**
     * What it wanted, for people: its release, or else its image, and its bundle.
     *
     * @param published the bundle that has a version; any other is known by its checksum alone
     */
    String wanted(BundleRef published) {
      String[] words = target.split(" ", -1);
      String release = ImageRef.releaseOf(words[0]).map(one -> "release " + one).orElse(words[0]);
      String bundle = words.length > 1 ? words[1] : "-";
      return release
          + (bundle.equals(published.sha256())
              ? " with bundle " + published.version()
              : bundle.equals("-") ? "" : " with bundle " + Differences.shortened(bundle));
    }

    /** What it had planned and not ended. */
    List<StepKind> remaining() {
      return planned.stream().filter(kind -> !finished.contains(kind)).toList();
    }

    /** Where a run that goes on begins to change something; preparations leave no record. */
    StepKind resumesAt() {
      return done
          ? remaining().stream()
              .filter(kind -> !kind.isPreparation())
              .findFirst()
              .orElse(StepKind.FINISH)
          : step;
    }

    /** That it did not end, and where it goes on; fit to show. */
    String resumes() {
      return "run " + run + " did not end; resumes at " + resumesAt().word();
    }

    /** True once its stack may be down because of it. */
    boolean hasBegunDowntime() {
      return !step.isPreparation();
    }

    /** True while its stack is stopped: from its backup on, until it is started again. */
    boolean keepsStackStopped() {
      return step.keepsStackStopped();
    }

    /** True once the install may differ from what it was before that run. */
    public boolean changedInstall() {
      return step.changesInstall();
    }
  }

  /**
   * A rollback that began and did not end.
   *
   * @param stamp the backup that it leads to
   */
  public record HalfRollback(String run, String stamp) {
    /** What happened; fit to show. */
    String reason() {
      return "run " + run + " ended in the middle of a rollback to " + stamp;
    }
  }

  /**
   * A lock that is held.
   *
   * @param secondsLeft until its lease ends, by the machine's own clock
   * @param ageSeconds since it was taken
   */
  public record Lock(
      String id, String owner, String run, String reason, long secondsLeft, long ageSeconds) {
    /** Who holds it, what for, and for how long; fit to show. */
    public String held() {
      return "locked by "
          + owner
          + " (run "
          + run
          + ", "
          + reason
          + ") for another "
          + secondsLeft
          + " s unless it is renewed";
    }

    /** What the operator can do about it on this machine. */
    public String fix(Machine machine) {
      return "wait for that run; if it is dead: "
          + Advice.of("unlock " + id, machine.name()).line();
    }
  }

  /**
   * A backup on the machine.
   *
   * @param timestamp UTC, {@code yyyyMMddTHHmmssZ}
   * @param image what the machine ran when it was made
   * @param data what it holds beside the directory: volumes, dump or none
   * @param bytes its size
   * @param isWhole false when a run that failed left it: there is nothing to go back to
   * @param age by the machine's own clock; absent when that has been set back since
   * @param run which made it
   * @param proof the last one; absent when it was never proved
   */
  public record Backup(
      String timestamp,
      String image,
      String data,
      long bytes,
      boolean isWhole,
      Optional<Duration> age,
      Optional<String> run,
      Optional<Proof> proof) {
    /** True when it holds the volumes of the database and of Walter's own state. */
    public boolean hasVolumes() {
      return data.equals("volumes");
    }
  }
}
