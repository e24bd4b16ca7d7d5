package io.walterfleet.rollout;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachinePlan;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.plan.Observation.Seen;
import io.walterfleet.plan.Plan;
import io.walterfleet.plan.Verdict;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Releases a lock by its id, on every machine that is asked.
 *
 * @param forks how many machines at a time
 */
public record LockReleaser(MachineOperations operations, ConnectionPool connections, int forks) {
  /** What became of the lock on one machine; {@code text} and {@code fix} are fit to show. */
  public record Answer(String machine, Kind kind, String text, String fix) {
    /** The ways it can end. */
    public enum Kind {
      /** It is released. */
      RELEASED,
      /** The machine has no lock. */
      NOT_LOCKED,
      /** The machine is locked under another id, or its lock cannot be read. */
      REFUSED,
      /** The machine could not be asked. */
      UNREACHABLE
    }
  }

  /** Asks every machine of the fleet; one answer each, in the order of the fleet. */
  public List<Answer> unlock(Fleet fleet, String id) throws InterruptedException {
    return Parallel.map(fleet.machines(), forks, machine -> unlock(machine, id));
  }

  /**
   * Releases what runs that died have left on machines that are in sync: a lock whose lease has
   * ended holds nobody up, and nobody else would ever take it away there. One that was taken over
   * meanwhile has another id, and stays.
   *
   * @param seen what the plan was made from
   */
  public void sweep(Fleet fleet, Plan plan, Map<String, Observation> seen)
      throws InterruptedException {
    Set<String> done =
        plan.machines().stream()
            .filter(machine -> machine.verdict() == Verdict.IN_SYNC)
            .map(MachinePlan::name)
            .collect(Collectors.toSet());
    Map<String, String> dead = new HashMap<>();
    seen.forEach(
        (name, observation) ->
            ended(observation)
                .filter(lock -> done.contains(name))
                .ifPresent(lock -> dead.put(name, lock.id())));
    List<Machine> machines =
        fleet.machines().stream().filter(machine -> dead.containsKey(machine.name())).toList();
    Parallel.map(
        machines, forks, machine -> unlock(machine, dead.getOrDefault(machine.name(), "")));
  }

  private static Optional<Lock> ended(Observation observation) {
    return observation instanceof Seen seen
        ? seen.machineState().lock().filter(lock -> lock.secondsLeft() <= 0)
        : Optional.empty();
  }

  private Answer unlock(Machine machine, String id) {
    try {
      return connections.ask(
          machine,
          connection -> answer(machine, operations.unlock(connection, machine, id)),
          (reason, fix) -> new Answer(machine.name(), Answer.Kind.UNREACHABLE, reason, fix));
    } finally {
      connections.rest(machine);
    }
  }

  private static Answer answer(Machine machine, StepReport report) {
    Answer.Kind kind =
        switch (report.result()) {
          case CHANGED -> Answer.Kind.RELEASED;
          case ALREADY -> Answer.Kind.NOT_LOCKED;
          case FAILED, LOCK_LOST, VANISHED -> Answer.Kind.REFUSED;
        };
    return new Answer(machine.name(), kind, report.detail(), report.fix());
  }
}
