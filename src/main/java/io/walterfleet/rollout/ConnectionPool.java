package io.walterfleet.rollout;

import io.walterfleet.fleet.Machine;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.rollout.MachineConnection.Talk;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The connections of one run, one to each machine, shared by its survey and what follows; closed
 * together at the end.
 *
 * <p>So that a large fleet takes no more memory and sockets than a small one, only so many stay
 * open while nobody uses them; the others are closed, and opened again when their turn comes.
 */
public final class ConnectionPool implements AutoCloseable {
  /** A connection holds about 0.2 MB, most of it the buffers and the thread of its session. */
  static final int KEPT = 128;

  private final Remote remote;
  private final Pause pause;
  private final Containment containment;
  private final Map<String, MachineConnection> machineConnections = new ConcurrentHashMap<>();
  private final int most;
  private final Set<String> kept = new HashSet<>(); // under its own lock

  /** No connection yet, to machines in memory: what they make us throw is thrown. */
  public ConnectionPool(Remote remote, Pause pause) {
    this(remote, pause, Containment.NONE);
  }

  /** No connection yet. */
  public ConnectionPool(Remote remote, Pause pause, Containment containment) {
    this(remote, pause, containment, KEPT);
  }

  private ConnectionPool(Remote remote, Pause pause, Containment containment, int most) {
    this.remote = remote;
    this.pause = pause;
    this.containment = containment;
    this.most = most;
  }

  /** Connections for one look at each machine, after which nothing follows: none is kept. */
  public static ConnectionPool forOneLook(Remote remote, Pause pause, Containment containment) {
    return new ConnectionPool(remote, pause, containment, 0);
  }

  /** What becomes of what they make us throw. */
  Containment containment() {
    return containment;
  }

  /** The connection to this machine, not yet opened if it was not used. */
  MachineConnection to(Machine machine) {
    return machineConnections.computeIfAbsent(
        machine.name(), name -> new MachineConnection(remote, machine, pause, containment));
  }

  /**
   * What a machine answers.
   *
   * @param otherwise makes it of a reason and a fix, where it does not answer
   */
  <T> T ask(Machine machine, Talk<T> talk, BiFunction<String, String, T> otherwise) {
    try {
      return to(machine).once(talk);
    } catch (RemoteException away) {
      return otherwise.apply(away.reason(), away.fix());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return otherwise.apply("interrupted before it answered", "");
    }
  }

  /** Keeps the connection to a machine for what may follow, unless enough are kept already. */
  void rest(Machine machine) {
    MachineConnection machineConnection = to(machine);
    if (machineConnection.isOpen() && !keeps(machine.name())) {
      machineConnection.close();
    }
  }

  private boolean keeps(String machine) {
    synchronized (kept) {
      return kept.contains(machine) || (kept.size() < most && kept.add(machine));
    }
  }

  /** Ends the connection to a machine that is not needed any more. */
  public void drop(String machine) {
    synchronized (kept) {
      kept.remove(machine);
    }
    MachineConnection machineConnection = machineConnections.remove(machine);
    if (machineConnection != null) {
      machineConnection.close();
    }
  }

  @Override
  public void close() {
    machineConnections.keySet().forEach(this::drop);
  }
}
