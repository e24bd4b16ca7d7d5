package io.walterfleet.plan;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation.Seen;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan says of one machine.
 *
 * @param goal what it is brought to; empty when that could not be told
 * @param copies what copying its volumes takes; empty where none are copied, or their size is not
 *     known
 */
public record MachinePlan(
    Subject subject,
    Judgement judgement,
    List<Change> changes,
    List<StepKind> steps,
    Optional<Goal> goal,
    Optional<CopySpace> copies) {
  public MachinePlan {
    changes = List.copyOf(changes);
    steps = List.copyOf(steps);
  }

  /** A plan for a machine of whose volumes nothing is told. */
  public MachinePlan(
      Subject subject,
      Judgement judgement,
      List<Change> changes,
      List<StepKind> steps,
      Optional<Goal> goal) {
    this(subject, judgement, changes, steps, goal, Optional.empty());
  }

  /**
   * Which machine, as it was observed.
   *
   * @param fingerprint tells this observation from any other; empty when nothing was observed
   * @param was what of it can be shown, by the field of the fingerprint
   * @param uncopied what its containers may write to, and no backup has: see {@link Stack.Data}
   */
  public record Subject(
      String name,
      String group,
      String address,
      String fingerprint,
      Map<String, String> was,
      List<String> uncopied) {
    public Subject {
      was = Collections.unmodifiableMap(new LinkedHashMap<>(was));
      uncopied = List.copyOf(uncopied);
    }

    /** A machine all of whose data a backup has. */
    public Subject(
        String name, String group, String address, String fingerprint, Map<String, String> was) {
      this(name, group, address, fingerprint, was, List.of());
    }

    /** A machine of which no value is kept. */
    public Subject(String name, String group, String address, String fingerprint) {
      this(name, group, address, fingerprint, Map.of());
    }

    /** The machine, as it was just observed. */
    static Subject of(Machine machine, Observation observation) {
      Optional<Seen> seen =
          observation instanceof Seen known ? Optional.of(known) : Optional.empty();
      return new Subject(
          machine.name(),
          machine.group(),
          machine.ssh().address(),
          seen.map(Fingerprint::of).orElse(""),
          seen.map(Fingerprint::shown).orElse(Map.of()),
          seen.map(Seen::uncopied).orElse(List.of()));
    }
  }

  /**
   * The verdict, why, and what to do about it.
   *
   * @param reason why it is blocked or unknown, or where an unfinished run resumes; else empty
   * @param fix what the operator can do about the reason; may be empty
   * @param isLocked true when what blocks it is another run's lock
   */
  public record Judgement(Verdict verdict, String reason, String fix, boolean isLocked) {
    /** A verdict that has nothing to do with a lock. */
    public Judgement(Verdict verdict, String reason, String fix) {
      this(verdict, reason, fix, false);
    }

    /** A verdict that needs no reason. */
    static Judgement of(Verdict verdict) {
      return new Judgement(verdict, "", "");
    }
  }

  /** The machine's name. */
  public String name() {
    return subject.name();
  }

  /** The machine's group. */
  public String group() {
    return subject.group();
  }

  /** What the plan says of it. */
  public Verdict verdict() {
    return judgement.verdict();
  }

  /** True when the machine has no install yet and gets its first one. */
  public boolean isFirstInstall() {
    return changes.stream()
        .anyMatch(change -> change.field() == Change.Field.BUNDLE && change.from().isEmpty());
  }

  /** What it would write to, and its backup would not have; empty where no volumes are copied. */
  public List<String> uncopied() {
    boolean copies =
        steps.contains(StepKind.BACKUP)
            && goal.filter(one -> one.backup() == BackupKind.VOLUMES).isPresent();
    return copies ? subject.uncopied() : List.of();
  }

  /** How long Walter is away on it. */
  public Downtime downtime() {
    return isFirstInstall() ? Downtime.NONE : Downtime.of(steps, goal.map(Goal::backup));
  }

  /** True for a step with which its Walter goes down, at the latest; none where none ran before. */
  public boolean isStoppedBy(StepKind step) {
    return !isFirstInstall() && Downtime.beginsWith(step, goal.map(Goal::backup));
  }
}
