package io.walterfleet.rollout.testing;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A network of machines in memory; it counts connections and keeps what was done, in order. */
public final class FakeFleet implements Remote {
  private final FakeTime time;
  private final Map<String, FakeMachine> machines = new ConcurrentHashMap<>();
  private final Map<String, Integer> opened = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final Map<String, FakeConnection> open = new ConcurrentHashMap<>();
  private final List<String> acts = new ArrayList<>();
  private int runs;

  public FakeFleet(FakeTime time) {
    this.time = time;
  }

  /** The machine of this name, which is made empty when it is first asked for. */
  public FakeMachine machine(String name) {
    return machines.computeIfAbsent(name, made -> new FakeMachine(made, time, this::note));
  }

  /** The next attempts to connect to this machine fail. */
  public void refuse(String name, int attempts) {
    refusals.put(name, attempts);
  }

  /** Whatever was wrong with the network and its machines is mended, and all leases have ended. */
  void mend() throws InterruptedException {
    refusals.clear();
    machines.values().forEach(FakeMachine::mend);
    time.of(Duration.ofMinutes(3));
  }

  @Override
  public Connection open(Machine machine) throws RemoteException {
    int left = refusals.merge(machine.name(), -1, Integer::sum);
    if (left >= 0) {
      throw new RemoteException(
          Kind.UNREACHABLE,
          "could not connect to " + machine.ssh().address() + ": connection refused",
          "see that sshd runs on " + machine.name());
    }
    opened.merge(machine.name(), 1, Integer::sum);
    FakeConnection connection = new FakeConnection(machine(machine.name()));
    open.put(machine.name(), connection);
    return connection;
  }

  /** How many connections were opened to this machine. */
  public int connections(String name) {
    return opened.getOrDefault(name, 0);
  }

  /** The machines to which a connection is open. */
  public Collection<String> connected() {
    return open.entrySet().stream()
        .filter(entry -> !entry.getValue().isClosed)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** What machines did, in the order they began it: {@code store-1 swap}. */
  public synchronized List<String> acts() {
    return List.copyOf(acts);
  }

  /** The id of the next run, whichever controller begins it. */
  synchronized String nextRun() {
    runs++;
    return "r" + runs;
  }

  private synchronized void note(String act) {
    acts.add(act);
  }

  /** A connection that carries no programs: {@link FakeWork} takes the machine from it. */
  static final class FakeConnection implements Connection {
    private final FakeMachine machine;
    private volatile boolean isClosed;

    FakeConnection(FakeMachine machine) {
      this.machine = machine;
    }

    FakeMachine machine() throws RemoteException {
      if (isClosed) {
        throw new RemoteException(Kind.LOST, "the connection is closed", "");
      }
      return machine;
    }

    @Override
    public Reply run(Program program, Duration deadline) {
      throw new UnsupportedOperationException("the fake work sends no programs");
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline) {
      throw new UnsupportedOperationException("the fake gate opens no tunnel");
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }
}
