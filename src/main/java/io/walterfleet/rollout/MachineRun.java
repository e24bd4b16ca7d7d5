package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Delta;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Observation.Unknown;
import io.walterfleet.plan.Staleness;
import io.walterfleet.plan.StepKind;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.LockResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Brings one machine to its goal.
 *
 * <ol>
 *   <li>Lock it and read it again, in one round trip. Locked by another: leave it. Moved since the
 *       plan: leave it.
 *   <li>Carry out its steps: {@link StepSequence}.
 *   <li>When a step vanished, as in a reboot, begin at the top: what is left is decided from what
 *       the machine is now, towards the same goal. At most three times altogether.
 * </ol>
 */
final class MachineRun {
  private static final int ATTEMPTS = 3;

  /** After a reboot Docker comes up later than SSH: about two minutes are granted. */
  private static final int LOOKS = 12;

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final FleetRun run;
  private final MachineConnection machineConnection;
  private final Machine machine;
  private final MachinePlan plan;
  private final MachineHooks hooks;

  MachineRun(FleetRun run, MachineConnection machineConnection, MachinePlan plan) {
    this.run = run;
    this.machineConnection = machineConnection;
    this.machine = machineConnection.machine();
    this.plan = plan;
    this.hooks = new MachineHooks(run.hooks(), machine, plan, run.interrupt());
  }

  MachineResult go() throws InterruptedException {
    Optional<MachineResult> end = Optional.empty();
    for (int attempt = 1; end.isEmpty() && attempt <= ATTEMPTS; attempt++) {
      end = attempt(attempt);
    }
    return hooks.closed(end.orElseGet(this::exhausted));
  }

  private MachineResult exhausted() {
    return result(
        Outcome.FAILED,
        "a step began " + ATTEMPTS + " times, and each time it left no trace of an end",
        "look at why the machine goes down; then run apply again: it resumes where the machine is");
  }

  /** One attempt; empty when a step vanished. */
  private Optional<MachineResult> attempt(int attempt) throws InterruptedException {
    LockResult locked;
    try {
      locked = entered(attempt);
    } catch (RemoteException away) {
      return end(attempt, Outcome.of(away), away.reason(), away.fix());
    }
    if (locked instanceof LockResult.Held held) {
      return end(attempt, Outcome.LOCKED, held.lock().held(), held.lock().fix(machine));
    }
    if (locked instanceof LockResult.Failed failed) {
      return end(attempt, Outcome.FAILED, failed.reason(), failed.fix());
    }
    LockResult.Granted granted = (LockResult.Granted) locked;
    if (granted.seen() instanceof Unknown unknown) {
      return leave(granted, early(attempt, Outcome.FAILED, unknown.reason(), unknown.fix()));
    }
    Seen seen = (Seen) granted.seen();
    Staleness staleness = Staleness.of(plan, run.request().plan().bundle(), seen, run.run());
    if (staleness instanceof Staleness.Stale stale) {
      Outcome outcome = attempt == 1 ? Outcome.STALE : Outcome.FAILED;
      return leave(
          granted, early(attempt, outcome, stale.reason(), "plan again, and review what moved"));
    }
    if (staleness instanceof Staleness.AtTarget) {
      return leave(granted, result(attempt == 1 ? Outcome.IN_SYNC : Outcome.APPLIED, "", ""));
    }
    StepSequence.Footing footing = new StepSequence.Footing(granted.token(), seen, attempt);
    return new StepSequence(run, machineConnection, plan, footing, hooks)
        .go(attempt > 1 ? left(seen) : steps(seen, staleness instanceof Staleness.Begun));
  }

  /** Enters; again and again while a machine that may have rebooted can't be read yet. */
  private LockResult entered(int attempt) throws RemoteException, InterruptedException {
    ChangePorts changePorts = run.changePorts();
    LockResult locked = changePorts.enter(machineConnection);
    for (int look = 1; attempt > 1 && isUnread(locked) && look < LOOKS; look++) {
      run.ports().time().pause().of(BETWEEN_LOOKS);
      locked = changePorts.enter(machineConnection);
    }
    return locked;
  }

  private static boolean isUnread(LockResult locked) {
    return locked instanceof LockResult.Granted granted && granted.seen() instanceof Unknown;
  }

  /** The plan's steps, or what a begun machine still lacks; the preparations are done. */
  private List<StepKind> steps(Seen seen, boolean isBegun) {
    List<StepKind> steps = isBegun ? left(seen) : plan.steps();
    return steps.stream()
        .filter(step -> !step.isPreparation() || !plan.steps().contains(step))
        .toList();
  }

  /** What the machine still lacks. */
  private List<StepKind> left(Seen seen) {
    return Delta.of(seen, plan.goal().orElseThrow(), run.request().plan().bundle()).steps();
  }

  private Optional<MachineResult> leave(LockResult.Granted granted, MachineResult result)
      throws InterruptedException {
    return Optional.of(machineConnection.leave(run.ports().operations(), granted.token(), result));
  }

  private Optional<MachineResult> end(int attempt, Outcome outcome, String reason, String fix) {
    return Optional.of(early(attempt, outcome, reason, fix));
  }

  /** An end before a step of this attempt; what an earlier one did is not known. */
  private MachineResult early(int attempt, Outcome outcome, String reason, String fix) {
    return attempt == 1
        ? MachineResult.untouched(machine.name(), outcome, reason, fix)
        : result(outcome, reason + " (after a step left no trace)", fix);
  }

  private MachineResult result(Outcome outcome, String reason, String fix) {
    return new MachineResult(machine.name(), outcome, reason, fix);
  }
}
