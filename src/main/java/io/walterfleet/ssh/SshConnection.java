package io.walterfleet.ssh;

import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Program;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Reply;
import io.walterfleet.remote.Tunnel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A session with a machine, with what it holds of the bastions on the way.
 *
 * <p>The first program has a channel of its own, because it is the only one of most connections.
 * The scripts after it share a shell. It is ended before anything else is run: a server may allow
 * one session at a time.
 */
final class SshConnection implements Connection {
  private final Bastions.Opened opened;
  private Optional<Shell> shell = Optional.empty();
  private boolean first = true;
  private boolean shares = true;
  private boolean closed;

  SshConnection(Bastions.Opened opened) {
    this.opened = opened;
  }

  @Override
  public Reply run(Program program, Duration deadline)
      throws RemoteException, InterruptedException {
    Deadline time = Deadline.of(deadline);
    if (!first && shares && program.isScript()) {
      ByteArrayOutputStream text = text(program);
      if (text.size() <= Shell.LONGEST) {
        return shared(program.commandLine(), text.toString(StandardCharsets.UTF_8), time);
      }
    }
    endShell();
    first = false;
    return Exec.run(opened.sshSession(), program, time);
  }

  private Reply shared(String commandLine, String text, Deadline time)
      throws RemoteException, InterruptedException {
    if (shell.isPresent() && !shell.get().serves(commandLine)) {
      endShell();
    }
    if (shell.isEmpty()) {
      shell = Optional.of(Shell.start(opened.sshSession(), commandLine, time));
    }
    Reply reply = shell.get().run(text, time);
    shares = shell.get().isGreeted();
    return reply;
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
    return PortStream.open(opened.sshSession(), new Endpoint(host, port, ""), deadline, deadline);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      opened.close();
    }
  }
}
