package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.step.MachineOperations;
import io.walterfleet.step.StepReport;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The one connection of a run to one machine: opened at first use, kept, opened again when it was
 * lost. Used by one thread at a time.
 */
final class MachineConnection implements AutoCloseable {
  /** About two minutes altogether: a machine that reboots comes back within that. */
  private static final int RECONNECTS = 9;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Set<Kind> WORTH_ANOTHER =
      EnumSet.of(Kind.LOST, Kind.UNREACHABLE, Kind.TIMED_OUT);

  private final Remote remote;
  private final Machine machine;
  private final Pause pause;
  private final Containment containment;
  private Optional<Connection> open = Optional.empty();

  MachineConnection(Remote remote, Machine machine, Pause pause, Containment containment) {
    this.containment = containment;
    this.remote = remote;
    this.machine = machine;
    this.pause = pause;
  }

  /** What is said over the connection; said again from the start when the connection was lost. */
  interface Talk<T> {
    T over(Connection connection) throws RemoteException, InterruptedException;
  }

  Machine machine() {
    return machine;
  }

  /**
   * Says it once.
   *
   * @throws RemoteException when the machine can't be reached, the connection is lost, or nobody
   *     foresaw what came over it
   */
  synchronized <T> T once(Talk<T> talk) throws RemoteException, InterruptedException {
    try {
      return talk.over(connection());
    } catch (RemoteException broken) {
      close();
      throw broken;
    } catch (RuntimeException | Error incident) {
      close();
      throw containment.failure(incident);
    }
  }

  /**
   * Says it, and when the connection is lost on the way, connects again and says it again; only for
   * what attaches to itself on the machine.
   *
   * @throws RemoteException when the machine can't be reached, or is lost for good
   */
  <T> T untilHeard(Talk<T> talk) throws RemoteException, InterruptedException {
    RemoteException first = null;
    for (int attempt = 0; attempt <= RECONNECTS; attempt++) {
      try {
        return once(talk);
      } catch (RemoteException broken) {
        boolean again =
            first == null ? broken.kind() == Kind.LOST : WORTH_ANOTHER.contains(broken.kind());
        first = first == null ? broken : first;
        if (!again || attempt == RECONNECTS) {
          throw broken;
        }
        pause.of(wait(attempt));
      }
    }
    throw new IllegalStateException("the loop above returns or throws");
  }

  /** Releases the lock; a machine that is gone does so by itself when the lease ends. */
  void leave(MachineOperations operations, String token) throws InterruptedException {
    leave(operations, token, MachineResult.of(machine.name(), Outcome.APPLIED));
  }

  /** The same with this result, to which it adds what became of a stack that had been stopped. */
  MachineResult leave(MachineOperations operations, String token, MachineResult result)
      throws InterruptedException {
    try {
      StepReport report = once(connection -> operations.leave(connection, machine, token));
      return report.detail().isEmpty()
          ? result
          : new MachineResult(
              result.machine(),
              result.outcome(),
              result.reason() + "; " + report.detail(),
              report.isDone() ? "run apply again: it makes the backup anew" : report.fix());
    } catch (RemoteException gone) {
      // what became of the machine is told already
      return result;
    }
  }

  synchronized boolean isOpen() {
    return open.isPresent();
  }

  @Override
  public synchronized void close() {
    Optional<Connection> last = open;
    open = Optional.empty();
    last.ifPresent(connection -> containment.quietly(connection::close));
  }

  private Connection connection() throws RemoteException, InterruptedException {
    if (open.isEmpty()) {
      open = Optional.of(remote.open(machine));
    }
    return open.get();
  }

  /** Machines wait for different times, each for the same at each of its attempts. */
  private Duration wait(int attempt) {
    long doubled = 500L << Math.min(attempt, 10);
    long own = 31L * machine.name().hashCode() + attempt;
    double jitter = 0.75 + new SplittableRandom(own).nextDouble() / 2;
    return Duration.ofMillis((long) (Math.min(doubled, LONGEST_WAIT.toMillis()) * jitter));
  }
}
