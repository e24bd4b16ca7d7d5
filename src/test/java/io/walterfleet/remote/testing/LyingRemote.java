package io.walterfleet.remote.testing;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A remote in which one machine does what it is told, and tells of it what it likes.
 *
 * @param lie makes of what a program said what comes instead
 */
public record LyingRemote(Remote real, String machine, UnaryOperator<String> lie)
    implements Remote {
  @Override
  public Connection open(Machine to) throws RemoteException, InterruptedException {
    Connection connection = real.open(to);
    return to.name().equals(machine) ? new Lying(connection, lie) : connection;
  }

  private record Lying(Connection real, UnaryOperator<String> lie) implements Connection {
    @Override
    public Reply run(Program program, Duration deadline)
        throws RemoteException, InterruptedException {
      Reply reply = real.run(program, deadline);
      return new Reply(reply.exit(), lie.apply(reply.out()), reply.err(), reply.truncated());
    }

    @Override
    public Tunnel tunnel(String host, int port, Duration deadline)
        throws RemoteException, InterruptedException {
      return real.tunnel(host, port, deadline);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
