package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.ImageRef;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Release;
import io.walterfleet.plan.Docker;
import io.walterfleet.plan.Docker.Compose;
import io.walterfleet.plan.Host;
import io.walterfleet.plan.MachineState;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.StepKind;
import io.walterfleet.plan.testing.Samples;
import io.walterfleet.rehearsal.Readiness;
import io.walterfleet.rehearsal.SimulatedInstall;
import io.walterfleet.rehearsal.SimulatedJournal;
import io.walterfleet.rehearsal.SimulatedLock;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.rollout.testing.Fault.Moment;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A machine in memory: an install, a lock, a journal, and the traces that attempts leave.
 *
 * <ol>
 *   <li>An attempt is carried out once: asked for again, its recorded end is told, or that it left
 *       none.
 *   <li>A step that changes something proves the lock, writes its intent, acts, and writes that it
 *       is done.
 *   <li>A fault strikes once, at the next thing of its word.
 * </ol>
 */
public final class FakeMachine {
  private final String name;
  private final Consumer<String> acts;
  private final SimulatedLock lock;
  private final SimulatedJournal journal = new SimulatedJournal();
  private final SimulatedInstall install = new SimulatedInstall();
  private final Map<String, Optional<StepReport>> attempts = new HashMap<>();
  private final FakeTime time;
  private Optional<Instant> appliedAt = Optional.empty();
  private boolean isSick;
  private final Map<String, Deque<Fault>> faults = new HashMap<>();

  FakeMachine(String name, FakeTime time, Consumer<String> acts) {
    this.name = name;
    this.acts = acts;
    this.time = time;
    this.lock = new SimulatedLock(time);
  }

  /** A healthy install of this image, not made by this program. */
  public synchronized FakeMachine installed(ImageRef image) {
    install.install(image, keys(image));
    return this;
  }

  private ManagedKeys keys(ImageRef image) {
    return Samples.keys(
        Optional.of(image.value()),
        Optional.of(name + ".example.com"),
        Optional.of("internal-tls"),
        Optional.empty(),
        Optional.empty());
  }

  /** The next thing of this word that the machine is asked for meets the fault. */
  public synchronized FakeMachine strike(String word, Fault fault) {
    faults.computeIfAbsent(word, none -> new ArrayDeque<>()).add(fault);
    return this;
  }

  /** No registry has this image. */
  public synchronized FakeMachine lacksImage(ImageRef image) {
    install.lacksImage(image);
    return this;
  }

  /** This image starts and never becomes ready. */
  public synchronized FakeMachine neverReady(ImageRef image) {
    install.neverReady(image);
    return this;
  }

  /** No fault strikes any more. */
  synchronized void mend() {
    isSick = false;
    faults.clear();
    install.mend();
  }

  /** Somebody stops the stack. */
  public synchronized void stopStack() {
    install.edit(installState -> installState.running(Optional.empty()));
  }

  /** Somebody writes another host name into {@code .env.deploy}. */
  public synchronized void editHost(String host) {
    install.edit(installState -> installState.host(host));
  }

  /** The data is of this release. */
  public synchronized FakeMachine schema(Release release) {
    install.edit(installState -> installState.schema(release));
    return this;
  }

  /** The image that runs; empty when the stack is down. */
  public synchronized Optional<String> running() {
    return install.running();
  }

  /** Who holds the lock, as a survey would tell it. */
  public synchronized Optional<MachineState.Lock> lock() {
    return lock.seen();
  }

  /** Another run locks the machine. */
  public synchronized FakeMachine lockedBy(String run) {
    lock.take("token of " + run, FakeWork.lockRequest(run));
    return this;
  }

  /** What a survey tells now. */
  public synchronized Seen seen() {
    return new Seen(
        install.seen(),
        state(),
        new Docker(Optional.of("27.3.1"), Compose.V2),
        new Host(10_000_000, install.staged()),
        install.staged().isEmpty() ? Optional.empty() : Optional.of("env of " + install.seen()));
  }

  private MachineState state() {
    MachineState state =
        new MachineState(install.applied(), journal.unfinished(), lock.seen(), List.of());
    return appliedAt.map(at -> state.applied(Duration.between(at, time.instant()))).orElse(state);
  }

  /** Somebody's Walter does not answer any more, whatever runs. */
  public synchronized void sicken() {
    isSick = true;
  }

  synchronized boolean isSick() {
    return isSick;
  }

  synchronized Readiness readiness() {
    return install.readiness();
  }

  /** Takes the lock; empty when it was granted, else who holds it. */
  synchronized Optional<MachineState.Lock> take(String token, LockRequest lockRequest) {
    return lock.take(token, lockRequest);
  }

  synchronized boolean renew(String token) {
    return lock.prove(token);
  }

  /** Releases the lock, and tells whether it started a stack that was stopped for its backup. */
  synchronized boolean leave(String token) {
    boolean held = lock.prove(token);
    boolean started = held && install.startAgain(journal.hasDone(StepKind.SWAP));
    lock.release(token);
    return started;
  }

  /** Takes the next fault of this word, which happens now if it is of the network's. */
  Optional<Fault> meet(String word) throws RemoteException {
    Optional<Fault> fault;
    synchronized (this) {
      fault = Optional.ofNullable(faults.getOrDefault(word, new ArrayDeque<>()).poll());
    }
    if (fault.isPresent() && fault.get() instanceof Fault.Meanwhile meanwhile) {
      meanwhile.act().run();
    }
    breakOffIf(fault.isPresent() && fault.get() instanceof Fault.LostBefore);
    return fault;
  }

  /** The answer does not arrive when the fault says so. */
  static void answer(Optional<Fault> fault) throws RemoteException {
    breakOffIf(fault.isPresent() && fault.get() instanceof Fault.LostAfter);
  }

  /** Carries out an attempt, or tells how it ended. */
  StepReport run(StepRequest stepRequest) throws RemoteException {
    String attempt = stepRequest.run() + "/" + stepRequest.attempt().word();
    return once(attempt, stepRequest.step().word(), fault -> carriedOut(stepRequest, fault));
  }

  /** Puts the machine back, or tells how that ended. */
  StepReport rollBack(Rollback rollback) throws RemoteException {
    String attempt = rollback.run() + "/rollback." + rollback.number();
    return once(attempt, "rollback", fault -> putBack(rollback, fault));
  }

  /** Removes what that replaced, or tells how that ended; then the lock is released. */
  StepReport clear(Rollback rollback) throws RemoteException {
    String attempt = rollback.run() + "/clear." + rollback.number();
    return once(attempt, "clear", fault -> cleared(rollback, fault));
  }

  private StepReport cleared(Rollback rollback, Optional<Fault> fault) throws RemoteException {
    downIf(fault, Moment.BEFORE_THE_ACT);
    Optional<StepReport> failed = failure(fault);
    if (failed.isEmpty()) {
      lock.release(rollback.token());
    }
    return failed.orElse(new StepReport(Result.CHANGED, "cleared", ""));
  }

  private interface Act {
    StepReport carriedOut(Optional<Fault> fault) throws RemoteException;
  }

  private StepReport once(String attempt, String word, Act act) throws RemoteException {
    synchronized (this) {
      Optional<StepReport> known = attempts.getOrDefault(attempt, Optional.empty());
      if (attempts.containsKey(attempt)) {
        return known.orElse(new StepReport(Result.VANISHED, "it left no trace of an end", ""));
      }
    }
    Optional<Fault> fault = meet(word);
    StepReport report;
    synchronized (this) {
      acts.accept(name + " " + attempt.substring(attempt.indexOf('/') + 1));
      attempts.put(attempt, Optional.empty());
      report = act.carriedOut(fault);
      attempts.put(attempt, Optional.of(report));
    }
    answer(fault);
    return report;
  }

  private StepReport carriedOut(StepRequest stepRequest, Optional<Fault> fault)
      throws RemoteException {
    boolean prepares = stepRequest.step().isPreparation();
    if (!prepares && !isProven(stepRequest.token(), fault)) {
      return new StepReport(Result.LOCK_LOST, "the lock is not this run's any more", "");
    }
    downIf(fault, Moment.BEFORE_THE_INTENT);
    if (!prepares && !journal.intend(stepRequest)) {
      return new StepReport(Result.FAILED, "a run towards another target is unfinished", "");
    }
    downIf(fault, Moment.BEFORE_THE_ACT);
    StepReport report =
        failure(fault).orElseGet(() -> install.act(stepRequest, journal.hasDone(StepKind.SWAP)));
    if (stepRequest.step() == StepKind.SWAP && !report.isDone()) {
      install.startAgain(journal.hasDone(StepKind.SWAP));
    }
    downIf(fault, Moment.BEFORE_THE_RECORD);
    if (!prepares && report.isDone()) {
      journal.done(stepRequest.step());
    }
    if (stepRequest.step() == StepKind.FINISH && report.isDone()) {
      appliedAt = Optional.of(time.instant());
      lock.release(stepRequest.token());
    }
    return report;
  }

  private StepReport putBack(Rollback rollback, Optional<Fault> fault) throws RemoteException {
    if (!isProven(rollback.token(), fault)) {
      return new StepReport(Result.LOCK_LOST, "the lock is not this run's any more", "");
    }
    downIf(fault, Moment.BEFORE_THE_ACT);
    StepReport report = failure(fault).orElseGet(install::rollBack);
    if (report.isDone()) {
      journal.rolledBack();
    }
    return report;
  }

  private boolean isProven(String token, Optional<Fault> fault) {
    if (fault.isPresent() && fault.get() instanceof Fault.LockTaken taken) {
      lock.release(token);
      lockedBy(taken.run());
    }
    return lock.prove(token);
  }

  /** What the step says although it did nothing. */
  private static Optional<StepReport> failure(Optional<Fault> fault) {
    if (fault.isPresent() && fault.get() instanceof Fault.DoesNothing) {
      return Optional.of(new StepReport(Result.CHANGED, "done", ""));
    }
    return fault.isPresent() && fault.get() instanceof Fault.Fails fails
        ? Optional.of(new StepReport(Result.FAILED, fails.why(), "look at it", fails.effect()))
        : Optional.empty();
  }

  private static void downIf(Optional<Fault> fault, Moment moment) throws RemoteException {
    breakOffIf(fault.equals(Optional.of(new Fault.Down(moment))));
  }

  private static void breakOffIf(boolean holds) throws RemoteException {
    if (holds) {
      throw new RemoteException(Kind.LOST, "the connection was lost", "");
    }
  }
}
