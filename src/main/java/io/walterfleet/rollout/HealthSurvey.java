package io.walterfleet.rollout;

import io.walterfleet.fleet.Gate;
import io.walterfleet.health.Health;
import io.walterfleet.health.HealthGate;
import io.walterfleet.health.PublishedAddress;
import io.walterfleet.plan.Condition;
import io.walterfleet.plan.Condition.State;
import io.walterfleet.plan.Install;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.remote.RemoteException;
import java.util.Optional;

/**
 * Asks a machine how its Walter is, over the connection by which it was read; changes nothing.
 *
 * <ol>
 *   <li>A machine without an install, and one that could not be read, is not asked.
 *   <li>While a run holds the machine, a Walter that does not answer is down by intent.
 *   <li>A stack that a run stopped, and that no run holds any more, is down and nobody's intent.
 * </ol>
 */
record HealthSurvey(HealthGate healthGate, Gate gate) {
  /** How Walter is there; empty when there is none, or nobody could tell. */
  Optional<Condition> of(Observation observation, MachineConnection machineConnection) {
    return observation instanceof Seen seen && seen.install() instanceof Install.Present install
        ? Optional.of(judged(ask(install, machineConnection), seen))
        : Optional.empty();
  }

  private Condition ask(Install.Present install, MachineConnection machineConnection) {
    PublishedAddress publishedAddress = PublishedAddress.of(install.keys());
    try {
      return condition(
          machineConnection.once(connection -> healthGate.ask(connection, publishedAddress, gate)));
    } catch (RemoteException away) {
      return new Condition(State.UNKNOWN, away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Condition(State.UNKNOWN, "interrupted before it answered", "");
    }
  }

  private static Condition judged(Condition answer, Seen seen) {
    if (!answer.isUnhealthy()) {
      return answer;
    }
    Optional<Lock> holder = seen.machineState().lock().filter(lock -> lock.secondsLeft() > 0);
    if (holder.isPresent()) {
      return new Condition(State.MAINTENANCE, "down for run " + holder.get().run(), "");
    }
    return seen.stoppedBy()
        .map(run -> Condition.notReady("stopped by run " + run + ", which did not end"))
        .orElse(answer);
  }

  private static Condition condition(Health health) {
    if (health instanceof Health.Ready) {
      return Condition.READY;
    }
    if (health instanceof Health.MigrationBlocked) {
      return new Condition(State.MIGRATION_BLOCKED, "", "");
    }
    return health instanceof Health.Starting starting
        ? Condition.notReady(starting.reason())
        : unknown((Health.Unaskable) health);
  }

  private static Condition unknown(Health.Unaskable unaskable) {
    return new Condition(State.UNKNOWN, unaskable.reason(), unaskable.fix());
  }
}
