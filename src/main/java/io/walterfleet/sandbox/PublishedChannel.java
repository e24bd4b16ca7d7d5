package io.walterfleet.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.server.forward.DirectTcpipFactory;
import org.apache.sshd.server.forward.TcpForwardingFilter;
import org.apache.sshd.server.forward.TcpipServerChannel;

/**
 * A tunnel to a port of an embedded machine, as seen from the machine: each has a port 443 of its
 * own, though all live on one computer.
 */
final class PublishedChannel extends TcpipServerChannel {
  private final EmbeddedMachine machine;

  private PublishedChannel(EmbeddedMachine machine, CloseableExecutorService executor) {
    super(TcpForwardingFilter.Type.Direct, executor);
    this.machine = machine;
  }

  /** Makes such channels for whichever machine a session belongs to. */
  static final class Factory extends DirectTcpipFactory {
    private final Function<Session, EmbeddedMachine> machines;

    Factory(Function<Session, EmbeddedMachine> machines) {
      this.machines = machines;
    }

    @Override
    public Channel createChannel(Session session) {
      return new PublishedChannel(machines.apply(session), getExecutorService());
    }
  }

  @Override
  protected OpenFuture doInit(Buffer request) {
    OptionalInt port = target(request.getString(), request.getInt());
    if (port.isEmpty()) {
      return refused();
    }
    Buffer redirected = new ByteArrayBuffer();
    redirected.putString("127.0.0.1");
    redirected.putInt(port.getAsInt());
    redirected.putString(request.getString());
    redirected.putInt(request.getInt());
    return super.doInit(redirected);
  }

  private OptionalInt target(String host, int port) {
    try {
      boolean here = host.equals("127.0.0.1") || host.equals("localhost");
      return here ? machine.published(port) : OptionalInt.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OpenFuture refused() {
    OpenFuture future = new DefaultOpenFuture(this, this);
    future.setException(
        new SshChannelOpenException(
            getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "Connection refused"));
    close(true);
    return future;
  }
}
