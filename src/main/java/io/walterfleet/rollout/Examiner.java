package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Examination;
import io.walterfleet.step.MachineOperations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks on machines for all that is assumed of Walter; changes nothing. */
public final class Examiner {
  private final MachineOperations operations;
  private final ConnectionPool connections;
  private final int forks;

  /**
   * An examiner.
   *
   * @param forks how many machines at a time
   */
  public Examiner(MachineOperations operations, ConnectionPool connections, int forks) {
    this.operations = operations;
    this.connections = connections;
    this.forks = forks;
  }

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
      return connections.to(machine).once(question);
    } catch (RemoteException away) {
      return new Examination.Unknown(away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Examination.Unknown("interrupted before it answered", "");
    } finally {
      connections.rest(machine);
    }
  }
}
