package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.step.Examination;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.util.Optional;

/** The work of one controller on machines in memory. */
record SimulatedOperations(String token) implements MachineOperations {
  @Override
  public Observation survey(Connection connection, Machine machine)
      throws RemoteException, InterruptedException {
    return SimulatedRemote.machine(connection).survey();
  }

  @Override
  public Examination examine(Connection connection, Machine machine) {
    return new Examination.Unknown("a simulated machine has no Walter to look at", "");
  }

  @Override
  public Examination logs(Connection connection, Machine machine, String run, int lines) {
    return new Examination.Unknown("a simulated machine keeps no logs", "");
  }

  @Override
  public LockResult enter(Connection connection, Machine machine, LockRequest lockRequest)
      throws RemoteException, InterruptedException {
    SimulatedMachine there = SimulatedRemote.machine(connection);
    Optional<Lock> held = there.take(token, lockRequest);
    Observation seen = there.survey();
    return held.isPresent() ? new LockResult.Held(held.get()) : new LockResult.Granted(token, seen);
  }

  @Override
  public StepReport run(Connection connection, StepRequest stepRequest)
      throws RemoteException, InterruptedException {
    return SimulatedRemote.machine(connection).run(stepRequest);
  }

  @Override
  public StepReport leave(Connection connection, Machine machine, String held)
      throws RemoteException {
    SimulatedRemote.machine(connection).leave(held);
    return new StepReport(StepReport.Result.CHANGED, "", "");
  }

  @Override
  public boolean renew(Connection connection, Machine machine, String held) throws RemoteException {
    return SimulatedRemote.machine(connection).renew(held);
  }

  @Override
  public StepReport rollback(Connection connection, Rollback rollback)
      throws RemoteException, InterruptedException {
    return SimulatedRemote.machine(connection).rollBack(rollback);
  }

  @Override
  public StepReport clear(Connection connection, Rollback rollback) throws RemoteException {
    SimulatedRemote.machine(connection).release(rollback.token());
    return new StepReport(Result.CHANGED, "cleared", "");
  }

  @Override
  public StepReport prove(Connection connection, Machine machine, String held, String run) {
    throw new UnsupportedOperationException("no run proves by itself");
  }

  @Override
  public StepReport prune(Connection connection, Machine machine, String held, int keep) {
    throw new UnsupportedOperationException("no run prunes by itself");
  }

  @Override
  public StepReport unlock(Connection connection, Machine machine, String id) {
    throw new UnsupportedOperationException("no run unlocks");
  }
}
