package io.walterfleet.rollout;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.fleet.Rollout.OnFailure;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachineState.Unfinished;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.RestoredData;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepRequest;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one machine, carried out under its lock.
 *
 * <ol>
 *   <li>One after the other; each is an act of its own on the machine and survives the connection.
 *       An interrupt is heeded between two steps, as long as the machine has what it had: later it
 *       is brought to its end, so that no machine is left down.
 *   <li>At the gate, a machine that is migration-blocked gets its migration once, if it had none.
 *   <li>A release that does not come up, or never becomes ready, is undone: {@link
 *       MachineRollback}.
 *   <li>Hooks run before the first step, and before the last one, which records that all is done.
 *   <li>The last step releases the lock; every other end does so too, as far as it can.
 * </ol>
 */
final class StepSequence {
  private final FleetRun run;
  private final MachineConnection machineConnection;
  private final MachinePlan plan;
  private final Footing footing;
  private final MachineHooks hooks;
  private final Machine machine;
  private boolean migrated;
  private boolean touched;

  StepSequence(
      FleetRun run,
      MachineConnection machineConnection,
      MachinePlan plan,
      Footing footing,
      MachineHooks hooks) {
    this.run = run;
    this.machineConnection = machineConnection;
    this.plan = plan;
    this.footing = footing;
    this.hooks = hooks;
    this.machine = machineConnection.machine();
    this.migrated =
        footing.seen().machineState().unfinished().filter(this::hasMigratedInThisRun).isPresent();
  }

  /**
   * What the steps stand on.
   *
   * @param token of the lock
   * @param seen the machine under the lock, before the first of the steps
   * @param attempt counts from 1; each has its own traces on the machine
   */
  record Footing(String token, Seen seen, int attempt) {}

  /** How a step left the course. */
  private sealed interface Turn {
    /** The next step may follow. */
    record On() implements Turn {}

    /** No step may follow. */
    record End(MachineResult result) implements Turn {}

    /** The new release did not come up: a case for going back. */
    record Unready(String why, String fix) implements Turn {}

    /** It began and left no trace of an end. */
    record Vanished() implements Turn {}
  }

  /** Carries out these steps; empty when one of them vanished, and the lock is kept then. */
  Optional<MachineResult> go(List<StepKind> steps) throws InterruptedException {
    StepKind current = StepKind.SWAP;
    try {
      Optional<MachineResult> unbegun = hooks.before(beat());
      if (unbegun.isPresent()) {
        return Optional.of(
            machineConnection.leave(run.ports().operations(), footing.token(), unbegun.get()));
      }
      for (StepKind step : steps) {
        current = step;
        Turn turn = turn(step, steps);
        if (turn instanceof Turn.Vanished) {
          return Optional.empty();
        }
        if (turn instanceof Turn.Unready unready) {
          return Optional.of(back(unready));
        }
        if (turn instanceof Turn.End end) {
          return Optional.of(
              told(
                  machineConnection.leave(
                      run.ports().operations(), footing.token(), end.result())));
        }
      }
      return Optional.of(MachineResult.of(machine.name(), Outcome.APPLIED));
    } catch (RemoteException away) {
      return Optional.of(told(lost(current, away)));
    }
  }

  /** Whoever touched a machine says whether Walter runs there. */
  private MachineResult told(MachineResult result) throws InterruptedException {
    return touched ? new Aftermath(run.ports().operations(), machineConnection).of(result) : result;
  }

  /** A step that is not heard of any more goes on; one that is late may hang. */
  private MachineResult lost(StepKind step, RemoteException away) {
    String look =
        away.kind() == Kind.TIMED_OUT
            ? "see what hangs on the machine (docker ps, ~/.walter-fleet/steps); then "
            : "";
    return result(
        Outcome.of(away),
        away.reason() + " (during " + step.word() + "; the step keeps running on the machine)",
        look + "run apply again: it resumes where the machine is");
  }

  private Turn turn(StepKind step, List<StepKind> steps)
      throws RemoteException, InterruptedException {
    if (run.interrupt().isRequested() && !isCommitted(step, steps)) {
      return new Turn.End(interrupted(step, steps));
    }
    if (step == StepKind.FINISH) {
      Optional<MachineResult> late = hooks.healthy(Outcome.APPLIED, beat());
      if (late.isPresent()) {
        return new Turn.End(late.get());
      }
    }
    return step == StepKind.GATE ? gate() : act(step);
  }

  private Lease beat() {
    return new Lease(
        run.ports(), machineConnection, footing.token(), run.request().lockRequest().lease());
  }

  private Turn act(StepKind step) throws RemoteException, InterruptedException {
    StepRequest stepRequest =
        run.stepRequest(
            footing.token(),
            StepRequest.Subject.of(machine, plan),
            new StepRequest.Attempt(step, footing.attempt()));
    touched = true;
    StepReport report =
        run.events()
            .begin(machine.name(), step.word())
            .ended(
                machineConnection.untilHeard(
                    connection -> run.ports().operations().run(connection, stepRequest)));
    migrated = migrated || (step == StepKind.MIGRATE && report.isDone());
    return switch (report.result()) {
      case CHANGED, ALREADY -> new Turn.On();
      case VANISHED -> new Turn.Vanished();
      case FAILED -> failed(step, report);
      case LOCK_LOST ->
          end(
              Outcome.LOCKED,
              "the lock was taken over before " + step.word() + ": " + report.cause(),
              "see who has it: " + Advice.of("status", machine.name()).line());
    };
  }

  private Turn failed(StepKind step, StepReport report) {
    String why = step.word() + " failed: ";
    return step.isUndoneOnFailure()
        ? new Turn.Unready(why + report.cause(), report.fix())
        : end(Outcome.FAILED, why + report.detail(), report.fix());
  }

  /** Goes back where the fleet wants that and there is something to go back to. */
  private MachineResult back(Turn.Unready unready) throws RemoteException, InterruptedException {
    boolean wanted = run.request().fleet().rollout().failure().onFailure() == OnFailure.ROLLBACK;
    if (!wanted || !hasSwapped() || plan.isFirstInstall()) {
      machineConnection.leave(run.ports().operations(), footing.token());
      return told(
          result(Outcome.FAILED, unready.why() + " (the new release is in place)", unready.fix()));
    }
    Rollback.To last = new Rollback.To(Optional.empty(), RestoredData.AUTO);
    MachineRollback.End end =
        new MachineRollback(run.changePorts(), machineConnection)
            .go(new Rollback(run.run(), footing.token(), machine, last, 1));
    String reason = unready.why() + "; " + end.reason();
    return end.isHealthy()
        ? result(Outcome.ROLLED_BACK, reason, end.fix())
        : new Aftermath(run.ports().operations(), machineConnection)
            .between(result(Outcome.FAILED, reason, end.fix()));
  }

  private Turn gate() throws RemoteException, InterruptedException {
    ChangePorts changePorts = run.changePorts();
    PublishedAddress address = publishedAddress();
    GateResult gateResult = changePorts.pass(machineConnection, address, footing.token());
    if (gateResult instanceof GateResult.MigrationBlocked && !migrated) {
      Turn turn = act(StepKind.MIGRATE);
      if (!(turn instanceof Turn.On)) {
        return turn;
      }
      gateResult = changePorts.pass(machineConnection, address, footing.token());
    }
    if (gateResult instanceof GateResult.Healthy) {
      return new Turn.On();
    }
    if (gateResult instanceof GateResult.NotReady late) {
      return new Turn.Unready("it did not become ready: " + late.reason(), late.fix());
    }
    return end(
        Outcome.MIGRATION_BLOCKED,
        "its schema is older than its code, and the setup service did not change that",
        "see what the setup service says: docker compose run --rm "
            + run.request().fleet().productLayout().stack().setupService()
            + " in ~/"
            + machine.desired().installDir());
  }

  /** True once only the rest of the steps, or a rollback, gives the machine a Walter that runs. */
  private boolean isCommitted(StepKind next, List<StepKind> steps) {
    boolean changed =
        steps.subList(0, steps.indexOf(next)).stream().anyMatch(step -> step != StepKind.BACKUP);
    return changed || footing.attempt() > 1 || footing.seen().stoppedBy().isPresent();
  }

  private MachineResult interrupted(StepKind next, List<StepKind> steps) {
    run.interrupt().leaveUndone();
    return steps.get(0).equals(next)
        ? result(Outcome.SKIPPED, "interrupted before it was changed", "")
        : result(
            Outcome.FAILED,
            "interrupted before " + next.word(),
            "run apply again: it resumes at " + next.word());
  }

  /** What the machine will answer to: what it has, overlaid with what is written. */
  private PublishedAddress publishedAddress() {
    ManagedKeys keys =
        footing.seen().install() instanceof Install.Present install
            ? install.keys()
            : ManagedKeys.NONE;
    return PublishedAddress.of(keys).with(plan.goal().orElseThrow().publication());
  }

  /** True also when the swap was done by the run that this one takes up. */
  private boolean hasSwapped() {
    return plan.steps().contains(StepKind.SWAP)
        || footing.seen().machineState().unfinished().filter(this::hasSwapped).isPresent();
  }

  private boolean hasSwapped(Unfinished journal) {
    return journal.isTowards(plan.goal().orElseThrow())
        && journal.finished().contains(StepKind.SWAP);
  }

  private boolean hasMigratedInThisRun(Unfinished journal) {
    return journal.run().equals(run.run()) && journal.finished().contains(StepKind.MIGRATE);
  }

  private Turn end(Outcome outcome, String reason, String fix) {
    return new Turn.End(result(outcome, reason, fix));
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine.name(), outcome, reason, fix);
  }
}
