package io.walterfleet.step;

import io.walterfleet.fleet.Machine;
import io.walterfleet.plan.Observation;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;

/**
 * What can be done on a machine over an open connection.
 *
 * <p>A {@link RemoteException} means that the talk broke off: what began on the machine goes on
 * there. Calling the same again over a new connection attaches to it and never starts it twice.
 */
public interface MachineOperations {
  /** Reads everything in one round trip; changes nothing. */
  Observation survey(Connection connection, Machine machine)
      throws RemoteException, InterruptedException;

  /** Looks for all that is assumed of Walter, in one round trip; changes nothing. */
  Examination examine(Connection connection, Machine machine)
      throws RemoteException, InterruptedException;

  /**
   * Reads what a run left on the machine; changes nothing.
   *
   * @param run empty for the newest there
   * @param lines at most of each step, the last ones
   */
  Examination logs(Connection connection, Machine machine, String run, int lines)
      throws RemoteException, InterruptedException;

  /**
   * Locks the machine and reads it under the lock, in one round trip. Entering again with the same
   * run takes up the lock that this run already holds.
   */
  LockResult enter(Connection connection, Machine machine, LockRequest lockRequest)
      throws RemoteException, InterruptedException;

  /** Carries out one step, or attaches to it when it runs already, and waits for its end. */
  StepReport run(Connection connection, StepRequest stepRequest)
      throws RemoteException, InterruptedException;

  /**
   * Releases the lock; does nothing when this request does not hold it any more. A stack that was
   * stopped for its backup, and was not swapped, is started again: then the report has a detail.
   */
  StepReport leave(Connection connection, Machine machine, String token)
      throws RemoteException, InterruptedException;

  /** Lengthens the lease of the lock; false when somebody else has it now. */
  boolean renew(Connection connection, Machine machine, String token)
      throws RemoteException, InterruptedException;

  /** Puts the machine back, or attaches to that; what it replaces is kept until it is cleared. */
  StepReport rollback(Connection connection, Rollback rollback)
      throws RemoteException, InterruptedException;

  /** Removes what a rollback replaced, and releases the lock. */
  StepReport clear(Connection connection, Rollback rollback)
      throws RemoteException, InterruptedException;

  /** Leaves so many backups on the machine; the one that the release came from stays as well. */
  StepReport prune(Connection connection, Machine machine, String token, int keep)
      throws RemoteException, InterruptedException;

  /**
   * Restores the newest backup of the volumes beside, has a PostgreSQL read all of it, and notes
   * the result with it; attaches to that when it runs already. A flaw is a failure here.
   */
  StepReport prove(Connection connection, Machine machine, String token, String run)
      throws RemoteException, InterruptedException;

  /** Releases a lock by its id, whoever holds it; nothing happens when the id is another. */
  StepReport unlock(Connection connection, Machine machine, String id)
      throws RemoteException, InterruptedException;
}
