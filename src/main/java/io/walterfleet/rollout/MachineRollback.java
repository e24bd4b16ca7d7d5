package io.walterfleet.rollout;

import io.walterfleet.fleet.Advice;
import io.walterfleet.fleet.ManagedKeys;
import io.walterfleet.health.GateResult;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;

/**
 * Puts a machine back to a backup that it holds.
 *
 * <ol>
 *   <li>The machine does it as one step; one that left no trace of an end is begun anew, at most
 *       three times, and goes on where it was.
 *   <li>The gate is asked again, with what the machine had before.
 *   <li>Only when it is healthy is what was replaced removed, by a step like the first; where that
 *       fails, too, it stays, and the result says so.
 * </ol>
 */
final class MachineRollback {
  private static final int ATTEMPTS = 3;
  private static final String HEALTHY = "it has what it had before, and is healthy";

  private final ChangePorts changePorts;
  private final MachineConnection machineConnection;

  MachineRollback(ChangePorts changePorts, MachineConnection machineConnection) {
    this.changePorts = changePorts;
    this.machineConnection = machineConnection;
  }

  /**
   * How it ended; the lock is released in any case.
   *
   * @param reason in words that can stand behind a semicolon
   */
  record End(boolean isHealthy, String reason, String fix) {}

  /** Goes back. */
  End go(Rollback rollback) throws RemoteException, InterruptedException {
    Attempted back = untilTraced(rollback, this::act);
    StepReport report = back.report();
    if (!report.isDone()) {
      return left(back.last(), "and it could not be put back: " + report.cause(), onward(report));
    }
    return healthyAgain(back.last());
  }

  /** The last attempt at something, and how it ended. */
  private record Attempted(Rollback last, StepReport report) {}

  private interface Attempt {
    StepReport of(Rollback rollback) throws RemoteException, InterruptedException;
  }

  private Attempted untilTraced(Rollback first, Attempt attempt)
      throws RemoteException, InterruptedException {
    Attempted made = new Attempted(first, attempt.of(first));
    for (int i = 1; i < ATTEMPTS && made.report().result() == Result.VANISHED; i++) {
      if (!(changePorts.enter(machineConnection) instanceof LockResult.Granted)) {
        break;
      }
      Rollback again = made.last().again();
      made = new Attempted(again, attempt.of(again));
    }
    return made;
  }

  private End healthyAgain(Rollback rollback) throws RemoteException, InterruptedException {
    GateResult gateResult =
        changePorts.enter(machineConnection) instanceof LockResult.Granted granted
                && granted.seen() instanceof Seen seen
            ? changePorts.pass(machineConnection, publishedAddress(seen), rollback.token())
            : new GateResult.NotReady("it could not be read after that", "");
    if (!(gateResult instanceof GateResult.Healthy)) {
      String late =
          gateResult instanceof GateResult.NotReady not ? not.reason() : "migration-blocked";
      return left(
          rollback,
          "it was put back, and is not ready either: " + late,
          "look at it; what was replaced is kept on the machine, beside the install and in volumes"
              + " named .replaced-");
    }
    return cleared(rollback);
  }

  /** Whatever becomes of what was replaced, the machine is healthy. */
  private End cleared(Rollback rollback) throws InterruptedException {
    String why;
    try {
      Attempted cleared =
          untilTraced(
              rollback,
              one ->
                  machineConnection.untilHeard(
                      connection -> changePorts.ports().operations().clear(connection, one)));
      if (cleared.report().isDone()) {
        return new End(true, HEALTHY, "");
      }
      why = cleared.report().cause();
    } catch (RemoteException away) {
      why = away.reason();
    }
    machineConnection.leave(changePorts.ports().operations(), rollback.token());
    return new End(
        true,
        HEALTHY + ", but what was replaced could not be removed: " + why,
        "to remove it: " + again());
  }

  /** Where it broke off half-way back, only another rollback leads on. */
  private String onward(StepReport report) {
    String again = "to go on with the rollback: " + again();
    return !report.hasChanged()
        ? report.fix()
        : report.fix().isEmpty() ? again : report.fix() + "; then " + again;
  }

  private String again() {
    return Advice.of("rollback", machineConnection.machine().name()).line();
  }

  private End left(Rollback rollback, String reason, String fix) throws InterruptedException {
    machineConnection.leave(changePorts.ports().operations(), rollback.token());
    return new End(false, reason, fix);
  }

  private StepReport act(Rollback rollback) throws RemoteException, InterruptedException {
    return changePorts
        .events()
        .begin(machineConnection.machine().name(), "rollback")
        .ended(
            machineConnection.untilHeard(
                connection -> changePorts.ports().operations().rollback(connection, rollback)));
  }

  private static PublishedAddress publishedAddress(Seen seen) {
    return seen.install() instanceof Install.Present install
        ? PublishedAddress.of(install.keys())
        : PublishedAddress.of(ManagedKeys.NONE);
  }
}
