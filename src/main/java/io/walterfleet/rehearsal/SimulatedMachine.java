package io.walterfleet.rehearsal;

import io.walterfleet.fleet.BackupKind;
import io.walterfleet.fleet.Machine;
import io.walterfleet.health.Health;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Docker.Compose;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.StepKind;
import io.walterfleet.rehearsal.Assumptions.Act;
import io.walterfleet.rehearsal.Fault.Kind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A machine in memory: an install, a lock, a journal, and the traces that attempts leave.
 *
 * <ol>
 *   <li>An attempt is carried out once: asked for again, its end is awaited and told, or that it
 *       left none.
 *   <li>A step that changes something proves the lock, writes its intent, acts, and writes that it
 *       is done.
 *   <li>Each of that takes the time that is assumed, and meets the faults that the machine drew.
 * </ol>
 */
final class SimulatedMachine {
  private static final long PLENTY = 100L * 1024 * 1024;
  private static final long SCARCE = 1024;

  private final VirtualTime time;
  private final SimulatedTimings simulatedTimings;
  private final FaultDraw faultDraw;
  private final Reachability reachability;
  private final SimulatedLock lock;
  private final SimulatedJournal journal = new SimulatedJournal();
  private final SimulatedInstall install = new SimulatedInstall();
  private final Map<String, Attempt> attempts = new HashMap<>();
  private Instant readyAt = Instant.MIN;
  private Optional<Instant> appliedAt = Optional.empty();
  private boolean isSick;
  private boolean isStuck;
  private boolean isEntered;
  private boolean lacksData;

  SimulatedMachine(Machine machine, VirtualTime time, Assumptions assumed, FaultDraw faultDraw) {
    this.time = time;
    this.faultDraw = faultDraw;
    this.simulatedTimings = new SimulatedTimings(assumed, faultDraw);
    this.reachability = new Reachability(machine, time, simulatedTimings, faultDraw);
    this.lock = new SimulatedLock(time);
    if (faultDraw.of(Kind.LOCKED).isPresent()) {
      lock.take("", new LockRequest("other", "somebody@elsewhere", "apply", Duration.ofDays(365)));
    }
  }

  /**
   * What became of an attempt.
   *
   * @param end its report; absent when it left no trace of an end
   */
  private record Attempt(Instant ends, Optional<StepReport> end) {}

  SimulatedInstall install() {
    return install;
  }

  Reachability reachability() {
    return reachability;
  }

  /** Reads everything. */
  Seen survey() throws InterruptedException {
    time.of(simulatedTimings.of(Act.SURVEY));
    return seen();
  }

  /** What a survey tells now. */
  Seen seen() {
    return new Seen(
        install.seen(),
        state(),
        new Docker(Optional.of("27.3.1"), Compose.V2),
        new Host(faultDraw.of(Kind.DISK_FULL).isPresent() ? SCARCE : PLENTY, install.staged()),
        install.staged().isEmpty() ? Optional.empty() : Optional.of("env of " + install.seen()));
  }

  private MachineState state() {
    MachineState state =
        new MachineState(install.applied(), journal.unfinished(), lock.seen(), List.of());
    return appliedAt.map(at -> state.applied(Duration.between(at, time.instant()))).orElse(state);
  }

  /** Takes the lock; empty when it was granted, else who holds it. */
  Optional<MachineState.Lock> take(String token, LockRequest lockRequest) {
    if (!isEntered && faultDraw.of(Kind.EDITED).isPresent()) {
      install.edit(installState -> installState.host("edited.example.com"));
    }
    isEntered = true;
    return lock.take(token, lockRequest);
  }

  boolean renew(String token) {
    return lock.prove(token);
  }

  void release(String token) {
    lock.release(token);
  }

  /** Releases the lock, and leaves no stack stopped for a backup. */
  void leave(String token) {
    install.startAgain(journal.hasDone(StepKind.SWAP));
    release(token);
  }

  /** What Walter answers about its health. */
  Health health() {
    boolean ready = install.readiness() != Readiness.STARTING && !time.instant().isBefore(readyAt);
    if (isSick || !ready) {
      return new Health.Starting("/health/ready answered 503");
    }
    return isStuck || install.readiness() == Readiness.MIGRATION_BLOCKED
        ? new Health.MigrationBlocked()
        : new Health.Ready();
  }

  /** Carries out an attempt, or awaits and tells how it ended. */
  StepReport run(StepRequest stepRequest) throws RemoteException, InterruptedException {
    StepKind step = stepRequest.step();
    String attempt = stepRequest.run() + "/" + stepRequest.attempt().word();
    if (!attempts.containsKey(attempt)) {
      Optional<StepReport> refused = refusal(stepRequest);
      if (refused.isPresent()) {
        return refused.get();
      }
      if (reachability.isRebootedBy(step)) {
        attempts.put(attempt, new Attempt(time.instant(), Optional.empty()));
        reachability.reboot(simulatedTimings.of(step));
      }
      begin(attempt, simulatedTimings.of(step), () -> act(stepRequest));
      reachability.meet(step, simulatedTimings.of(step));
    }
    return end(attempt);
  }

  /** Puts the machine back, or awaits and tells how that ended. */
  StepReport rollBack(Rollback rollback) throws InterruptedException {
    String attempt = rollback.run() + "/rollback." + rollback.number();
    if (!attempts.containsKey(attempt)) {
      if (!lock.prove(rollback.token())) {
        return lockLost();
      }
      begin(attempt, simulatedTimings.of(Act.ROLLBACK), this::putBack);
    }
    return end(attempt);
  }

  private void begin(String attempt, Duration takes, Supplier<StepReport> act) {
    StepReport report = act.get();
    attempts.put(attempt, new Attempt(time.instant().plus(takes), Optional.of(report)));
  }

  private StepReport end(String attempt) throws InterruptedException {
    Attempt begun = attempts.getOrDefault(attempt, new Attempt(time.instant(), Optional.empty()));
    Duration left = Duration.between(time.instant(), begun.ends());
    if (!left.isNegative() && !left.isZero()) {
      time.of(left);
    }
    return begun.end().orElse(new StepReport(Result.VANISHED, "it left no trace of an end", ""));
  }

  private Optional<StepReport> refusal(StepRequest stepRequest) {
    if (stepRequest.step().isPreparation()) {
      return Optional.empty();
    }
    if (!lock.prove(stepRequest.token())) {
      return Optional.of(lockLost());
    }
    return journal.intend(stepRequest)
        ? Optional.empty()
        : Optional.of(
            new StepReport(Result.FAILED, "a run towards another target is unfinished", ""));
  }

  private static StepReport lockLost() {
    return new StepReport(Result.LOCK_LOST, "the lock is not this run's any more", "");
  }

  private StepReport act(StepRequest stepRequest) {
    StepKind step = stepRequest.step();
    BackupKind backup = stepRequest.subject().goal().backup();
    lacksData = lacksData || (step == StepKind.MIGRATE && backup != BackupKind.VOLUMES);
    StepReport report =
        failure(step).orElseGet(() -> install.act(stepRequest, journal.hasDone(StepKind.SWAP)));
    if (!report.isDone() || step.isPreparation()) {
      return report;
    }
    journal.done(step);
    if (step == StepKind.MIGRATE) {
      isStuck = faultDraw.of(Kind.MIGRATION_BLOCKED).isPresent();
    } else if (step == StepKind.RESTART) {
      start(simulatedTimings.of(step), faultDraw.of(Kind.NEVER_READY).isPresent());
    } else if (step == StepKind.FINISH) {
      appliedAt = Optional.of(time.instant());
      lock.release(stepRequest.token());
    }
    return report;
  }

  private StepReport putBack() {
    if (lacksData) {
      return new StepReport(
          Result.FAILED, "the schema was migrated, and the backup has no volumes", "");
    }
    StepReport report =
        faultDraw
            .of(Kind.ROLLBACK_FAILS)
            .map(fault -> failed("", fault))
            .orElseGet(install::rollBack);
    if (report.isDone()) {
      journal.rolledBack();
      isStuck = false;
      start(simulatedTimings.of(Act.ROLLBACK), false);
    }
    return report;
  }

  private void start(Duration takes, boolean sick) {
    isSick = sick;
    readyAt = time.instant().plus(takes).plus(simulatedTimings.of(Act.READY));
  }

  private Optional<StepReport> failure(StepKind step) {
    Optional<Fault> full = faultDraw.at(Kind.DISK_FULL, step);
    return full.isPresent()
        ? full.map(fault -> failed("no space left on device, ", fault))
        : faultDraw.at(Kind.FAILS, step).map(fault -> failed("", fault));
  }

  private static StepReport failed(String why, Fault fault) {
    return new StepReport(Result.FAILED, why + "simulated by " + fault.text(), "");
  }
}
