package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.step.Examination;
import io.walterfleet.step.MachineOperations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks on machines for all that is assumed of Walter; changes nothing.
 *
 * @param forks how many machines at a time
 */
public record Examiner(MachineOperations operations, ConnectionPool connections, int forks) {
  /**
   * What a run left on one machine.
   *
   * @param run empty for the newest there
   * @param lines at most of each step
   */
  public Examination logs(Machine machine, String run, int lines) {
    return asked(machine, connection -> operations.logs(connection, machine, run, lines));
  }

  /** What was found on each machine, in the order given. */
  public Map<String, Examination> examine(List<Machine> machines) throws InterruptedException {
    List<Examination> found = Parallel.map(machines, forks, this::examine);
    Map<String, Examination> all = new LinkedHashMap<>();
    for (int i = 0; i < machines.size(); i++) {
      all.put(machines.get(i).name(), found.get(i));
    }
    return all;
  }

  private Examination examine(Machine machine) {
    return asked(machine, connection -> operations.examine(connection, machine));
  }

  private Examination asked(Machine machine, MachineConnection.Talk<Examination> question) {
    try {
      return connections.ask(machine, question, Examination.Unknown::new);
    } finally {
      connections.rest(machine);
    }
  }
}
