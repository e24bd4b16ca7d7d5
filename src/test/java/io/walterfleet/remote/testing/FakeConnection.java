package io.walterfleet.remote.testing;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection of {@link FakeRemote}; each program is a process. */
final class FakeConnection implements Connection {
  private final FakeRemote remote;
  private final String machine;
  private final Set<LocalRun> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  FakeConnection(FakeRemote remote, String machine) {
    this.remote = remote;
    this.machine = machine;
  }

  @Override
  public Reply run(Program program, Duration deadline)
      throws RemoteException, InterruptedException {
    requireOpen();
    LocalRun run = new LocalRun(remote.start(machine, program));
    runs.add(run);
    try {
      return run.await(program.input(), deadline);
    } finally {
      runs.remove(run);
    }
  }

  @Override
  public Tunnel tunnel(String host, int port, Duration deadline) throws RemoteException {
    requireOpen();
    if (remote.isForwardingForbidden()) {
      throw new RemoteException(
          Kind.FORWARDING_REFUSED, "the SSH server does not allow forwarding", "");
    }
    Socket socket = new Socket();
    int millis = (int) deadline.toMillis();
    try {
      socket.connect(new InetSocketAddress(host, remote.portFor(machine, port)), millis);
      socket.setSoTimeout(millis);
      return new SocketTunnel(socket, socket.getInputStream(), socket.getOutputStream());
    } catch (ConnectException e) {
      throw new RemoteException(
          Kind.PORT_CLOSED, "nothing listens at " + host + " port " + port, "", e);
    } catch (IOException e) {
      throw new RemoteException(Kind.TIMED_OUT, "no answer from " + host + " port " + port, "", e);
    }
  }

  @Override
  public void close() {
    cut();
  }

  /** Breaks the connection; the programs go on running. */
  void cut() {
    closed = true;
    runs.forEach(LocalRun::abandon);
  }

  private void requireOpen() throws RemoteException {
    if (closed) {
      throw new RemoteException(Kind.LOST, "the connection was closed", "");
    }
  }

  private record SocketTunnel(Socket socket, InputStream in, OutputStream out) implements Tunnel {
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
