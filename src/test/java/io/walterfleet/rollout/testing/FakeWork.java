package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.MachineState.Lock;
import io.walterfleet.plan.Observation;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.testing.FakeFleet.FakeConnection;
import io.walterfleet.step.Examination;
import io.walterfleet.step.LockRequest;
import io.walterfleet.step.LockResult;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.Rollback;
import io.walterfleet.step.StepReport;
import io.walterfleet.step.StepReport.Result;
import io.walterfleet.step.StepRequest;
import java.time.Duration;
import java.util.Optional;

/** The work of one controller on machines in memory. */
public final class FakeWork implements MachineOperations {
  private final String token;

  /** A controller whose locks bear this token. */
  public FakeWork(String token) {
    this.token = token;
  }

  /** A visit by this run. */
  public static LockRequest lockRequest(String run) {
    return new LockRequest(run, "ann@desk", "upgrade", Duration.ofMinutes(2));
  }

  @Override
  public Observation survey(Connection connection, Machine machine) throws RemoteException {
    FakeMachine fake = machine(connection);
    Optional<Fault> fault = fake.meet("survey");
    FakeMachine.answer(fault);
    return observed(fake, fault);
  }

  @Override
  public Examination examine(Connection connection, Machine machine) {
    return new Examination.Unknown("a fake machine has no Walter to look at", "");
  }

  @Override
  public Examination logs(Connection connection, Machine machine, String run, int lines) {
    return new Examination.Unknown("a fake machine keeps no logs", "");
  }

  @Override
  public LockResult enter(Connection connection, Machine machine, LockRequest lockRequest)
      throws RemoteException {
    FakeMachine fake = machine(connection);
    Optional<Fault> fault = fake.meet("enter");
    if (fault.isPresent() && fault.get() instanceof Fault.Fails fails) {
      return new LockResult.Failed(fails.why(), "look at it");
    }
    Optional<Lock> held = fake.take(token, lockRequest);
    FakeMachine.answer(fault);
    return held.isPresent()
        ? new LockResult.Held(held.get())
        : new LockResult.Granted(token, observed(fake, fault));
  }

  @Override
  public StepReport run(Connection connection, StepRequest stepRequest) throws RemoteException {
    return machine(connection).run(stepRequest);
  }

  @Override
  public StepReport leave(Connection connection, Machine machine, String held)
      throws RemoteException {
    boolean started = machine(connection).leave(held);
    return new StepReport(
        Result.CHANGED,
        started ? "the stack, which was stopped for its backup, runs again" : "",
        "");
  }

  @Override
  public boolean renew(Connection connection, Machine machine, String held) throws RemoteException {
    return machine(connection).renew(held);
  }

  @Override
  public StepReport rollback(Connection connection, Rollback rollback) throws RemoteException {
    return machine(connection).rollBack(rollback);
  }

  @Override
  public StepReport clear(Connection connection, Rollback rollback) throws RemoteException {
    return machine(connection).clear(rollback);
  }

  @Override
  public StepReport prove(Connection connection, Machine machine, String held, String run)
      throws RemoteException {
    return machine(connection).meet("prove").orElse(null) instanceof Fault.Fails fails
        ? new StepReport(Result.FAILED, fails.why(), "look at it")
        : new StepReport(Result.CHANGED, "the backup is whole", "");
  }

  @Override
  public StepReport prune(Connection connection, Machine machine, String held, int keep) {
    throw new UnsupportedOperationException("no run prunes by itself");
  }

  @Override
  public StepReport unlock(Connection connection, Machine machine, String id)
      throws RemoteException {
    throw new UnsupportedOperationException("no run unlocks");
  }

  private static Observation observed(FakeMachine fake, Optional<Fault> fault) {
    return fault.isPresent() && fault.get() instanceof Fault.Unreadable unreadable
        ? new Observation.Unknown(unreadable.reason(), "mend that")
        : fake.seen();
  }

  private static FakeMachine machine(Connection connection) throws RemoteException {
    return ((FakeConnection) connection).machine();
  }
}
