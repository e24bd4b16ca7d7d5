package io.walterfleet.loopback;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A remote whose controller dies with the machine: once the machine came to its point, nothing is
 * said over a connection any more, and whoever waits for a word falls with an error that no code
 * handles, its lock left behind.
 *
 * @param isDead asked after each exchange
 */
record MortalRemote(Remote real, BooleanSupplier isDead) implements Remote {
  /** The end of the controller. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Connection open(Machine machine) throws RemoteException, InterruptedException {
    live();
    return new Mortal(real.open(machine));
  }

  private void live() {
    if (isDead.getAsBoolean()) {
      throw new Death();
    }
  }

  private final class Mortal implements Connection {
    private final Connection connection;

    Mortal(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Reply run(Program program, Duration deadline)
        throws RemoteException, InterruptedException {
      live();
      Reply reply = connection.run(program, deadline);
      live();
      return reply;
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline)
        throws RemoteException, InterruptedException {
      live();
      return connection.tunnel(host, port, deadline);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
