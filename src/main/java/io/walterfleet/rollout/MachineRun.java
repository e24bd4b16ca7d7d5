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
    return hooks.closed(result());
  }

  private MachineResult result() throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<MachineResult> end = attempt(attempt);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return result(
        Outcome.FAILED,
        "a step began " + ATTEMPTS + " times, and each time it left no trace of an end",
        "look at why the machine goes down; then run apply again: it resumes where the machine is");
  }

  /** One attempt; empty when a step vanished. */
  private Optional<MachineResult> attempt(int attempt) throws InterruptedException {
    try {
      LockResult locked = entered(attempt);
      if (locked instanceof LockResult.Granted granted) {
        return inside(granted, attempt);
      }
      if (locked instanceof LockResult.Held held) {
        return end(attempt, Outcome.LOCKED, held.lock().held(), held.lock().fix(machine));
      }
      LockResult.Failed failed = (LockResult.Failed) locked;
      return end(attempt, Outcome.FAILED, failed.reason(), failed.fix());
    } catch (RemoteException away) {
      return end(attempt, Outcome.of(away), away.reason(), away.fix());
    }
  }

  /** Enters; again and again while a machine that may have rebooted can't be read yet. */
  private LockResult entered(int attempt) throws RemoteException, InterruptedException {
    LockResult locked = enter();
    for (int look = 1; attempt > 1 && isUnread(locked) && look < LOOKS; look++) {
      run.ports().time().pause().of(BETWEEN_LOOKS);
      locked = enter();
    }
    return locked;
  }

  private LockResult enter() throws RemoteException, InterruptedException {
    return machineConnection.untilHeard(
        connection ->
            run.ports().operations().enter(connection, machine, run.request().lockRequest()));
  }

  private static boolean isUnread(LockResult locked) {
    return locked instanceof LockResult.Granted granted && granted.seen() instanceof Unknown;
  }

  private Optional<MachineResult> inside(LockResult.Granted granted, int attempt)
      throws InterruptedException {
    if (granted.seen() instanceof Unknown unknown) {
      return leave(granted, early(attempt, Outcome.FAILED, unknown.reason(), unknown.fix()));
    }
    Seen seen = (Seen) granted.seen();
    Staleness staleness = Staleness.of(plan, run.request().plan().bundle(), seen, run.run());
    boolean isBegun = staleness instanceof Staleness.Begun;
    if (isBegun || staleness instanceof Staleness.Same) {
      StepSequence.Footing footing = new StepSequence.Footing(granted.token(), seen, attempt);
      return new StepSequence(run, machineConnection, plan, footing, hooks)
          .go(attempt > 1 ? left(seen) : steps(seen, isBegun));
    }
    if (staleness instanceof Staleness.Stale stale) {
      MachineResult moved =
          early(
              attempt,
              attempt == 1 ? Outcome.STALE : Outcome.FAILED,
              stale.reason(),
              "plan again, and review what moved");
      return leave(granted, moved);
    }
    return leave(granted, result(attempt == 1 ? Outcome.IN_SYNC : Outcome.APPLIED, "", ""));
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
