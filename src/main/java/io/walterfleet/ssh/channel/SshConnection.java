package io.walterfleet.ssh.channel;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import io.walterfleet.ssh.protocol.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A session with a machine, in which programs are run.
 *
 * <p>The first program has a channel of its own, because it is the only one of most connections.
 * The scripts after it share a shell. It is ended before anything else is run: a server may allow
 * one session at a time.
 */
public final class SshConnection implements Connection {
  private final SshSession sshSession;
  private final Runnable end;
  private Optional<Shell> shell = Optional.empty();
  private boolean first = true;
  private boolean shares = true;
  private boolean closed;

  /**
   * A connection that has nothing run yet.
   *
   * @param end closes the session, and lets go of the bastions on the way
   */
  public SshConnection(SshSession sshSession, Runnable end) {
    this.sshSession = sshSession;
    this.end = end;
  }

  @Override
  public Reply run(Program program, Duration deadline)
      throws RemoteException, InterruptedException {
    Deadline time = Deadline.of(deadline);
    if (!first && shares && program.isScript()) {
      ByteArrayOutputStream text = text(program);
      if (text.size() <= Shell.LONGEST) {
        Shell serving = shell(program.commandLine(), time);
        Reply reply = serving.run(text.toString(StandardCharsets.UTF_8), time);
        shares = serving.isGreeted();
        return reply;
      }
    }
    endShell();
    first = false;
    return Exec.run(sshSession, program, time);
  }

  /** The shell that runs, or a new one. */
  private Shell shell(String commandLine, Deadline time)
      throws RemoteException, InterruptedException {
    if (shell.isPresent() && !shell.get().serves(commandLine)) {
      endShell();
    }
    if (shell.isEmpty()) {
      shell = Optional.of(Shell.start(sshSession, commandLine, time));
    }
    return shell.get();
  }

  private void endShell() {
    shell.ifPresent(Shell::close);
    shell = Optional.empty();
  }

  private static ByteArrayOutputStream text(Program program) {
    try {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      program.input().writeTo(text);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Tunnel tunnel(String host, int port, Duration deadline) throws RemoteException {
    return PortStream.open(sshSession, new Endpoint(host, port, ""), deadline, deadline);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      end.run();
    }
  }
}
