package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.rollout.Event.MachineFinished;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.MachineOperations;
import java.util.List;
import java.util.function.Consumer;

/**
 * Proves the newest backup of machines, under their locks: each machine restores it beside and has
 * a PostgreSQL read all of it.
 */
public final class BackupProver {
  /** The word of it in events. */
  public static final String STEP = "prove";

  private final MachineOperations operations;
  private final LockedAct lockedAct;
  private final String run;
  private final EventPublisher events;

  /**
   * A prover for one run.
   *
   * @param listener told of each event, one at a time
   */
  public BackupProver(
      Ports ports, ConnectionPool connections, LockRequest lockRequest, Consumer<Event> listener) {
    this.operations = ports.operations();
    this.lockedAct = new LockedAct(operations, connections, lockRequest, Outcome.PROVED);
    this.run = lockRequest.run();
    this.events = new EventPublisher(ports.time().clock(), listener, connections.containment());
  }

  /**
   * Proves one backup on each of these machines.
   *
   * @param forks how many machines at a time
   */
  public List<MachineResult> prove(List<Machine> machines, int forks) throws InterruptedException {
    return Parallel.map(machines, forks, this::prove);
  }

  private MachineResult prove(Machine machine) {
    MachineResult result =
        lockedAct.on(
            machine,
            (token, machineConnection) ->
                events
                    .begin(machine.name(), STEP)
                    .ended(
                        machineConnection.untilHeard(
                            connection -> operations.prove(connection, machine, token, run))));
    events.tell(new MachineFinished(events.now(), result));
    return result;
  }
}
