package io.walterfleet.ssh;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.time.Duration;

/** A line to a machine, with what it holds of the bastions on the way. */
final class SshConnection implements Connection {
  private final Bastions.Opened opened;
  private boolean closed;

  SshConnection(Bastions.Opened opened) {
    this.opened = opened;
  }

  @Override
  public Reply run(Program program, Duration deadline)
      throws RemoteException, InterruptedException {
    return Exec.run(opened.line(), program, deadline);
  }

  @Override
  public Tunnel tunnel(String host, int port, Duration deadline) throws RemoteException {
    return PortStream.open(opened.line(), new Endpoint(host, port, ""), deadline, deadline);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      opened.close();
    }
  }
}
