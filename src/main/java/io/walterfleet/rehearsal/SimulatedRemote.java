package io.walterfleet.rehearsal;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** The way to machines in memory; counts the connections that are open at a time. */
final class SimulatedRemote implements Remote {
  private final Map<String, SimulatedMachine> machines;
  private int open;
  private int peak;

  SimulatedRemote(Map<String, SimulatedMachine> machines) {
    this.machines = Map.copyOf(machines);
  }

  @Override
  public Connection open(Machine machine) throws RemoteException, InterruptedException {
    SimulatedMachine there = Objects.requireNonNull(machines.get(machine.name()), machine.name());
    there.reachability().connect();
    open++;
    peak = Math.max(peak, open);
    return new Line(there);
  }

  /** The most connections that were ever open together. */
  int peak() {
    return peak;
  }

  /** The machine at the other end. */
  static SimulatedMachine machine(Connection connection) throws RemoteException {
    return ((Line) connection).machine();
  }

  /** A connection that carries no programs: the simulated work takes the machine from it. */
  private final class Line implements Connection {
    private final SimulatedMachine machine;
    private boolean isClosed;

    Line(SimulatedMachine machine) {
      this.machine = machine;
    }

    SimulatedMachine machine() throws RemoteException {
      if (isClosed || !machine.reachability().isUp()) {
        throw Reachability.lost();
      }
      return machine;
    }

    @Override
    public Reply run(Program program, Duration deadline) {
      throw new UnsupportedOperationException("simulated work sends no programs");
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline) {
      throw new UnsupportedOperationException("the simulated gate opens no tunnel");
    }

    @Override
    public void close() {
      open -= isClosed ? 0 : 1;
      isClosed = true;
    }
  }
}
