package io.walterfleet.ssh.channel;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import io.walterfleet.fleet.Seconds;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.remote.Tunnel;
import io.walterfleet.ssh.protocol.Endpoint;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** An open byte stream to a port, through one session. */
final class PortStream implements Tunnel {
  private static final int FORBIDDEN = 1; // SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, RFC 4254

  private final SshSession sshSession;
  private final Channel channel;
  private final ChannelInputStream channelInputStream;
  private final InputStream in;
  private final OutputStream out;

  private PortStream(
      SshSession sshSession,
      Channel channel,
      ChannelInputStream channelInputStream,
      Duration patience)
      throws IOException {
    this.sshSession = sshSession;
    this.channel = channel;
    this.channelInputStream = channelInputStream;
    this.in = channelInputStream.exit();
    this.out = new Guarded(channel.getOutputStream(), patience);
  }

  /**
   * Opens a stream.
   *
   * @param deadline for the opening
   * @param patience for each read and write after it; zero means no limit
   */
  static PortStream open(SshSession sshSession, Endpoint to, Duration deadline, Duration patience)
      throws RemoteException {
    Channel channel = sshSession.portChannel(to.host(), to.port());
    ChannelInputStream channelInputStream = new ChannelInputStream(patience);
    channel.setOutputStream(channelInputStream.entry());
    try {
      channel.connect((int) Math.max(1, deadline.toMillis()));
      if (channel.isConnected()) {
        return new PortStream(sshSession, channel, channelInputStream, patience);
      }
    } catch (JSchException | IOException e) {
      throw refused(sshSession, channel, to, deadline);
    }
    throw refused(sshSession, channel, to, deadline);
  }

  private static RemoteException refused(
      SshSession sshSession, Channel channel, Endpoint to, Duration deadline) {
    String where = to.host() + " port " + to.port();
    int reason = channel.getExitStatus();
    if (!sshSession.isUp()) {
      return new RemoteException(
          Kind.LOST, "the connection broke while " + where + " was opened through it", "");
    }
    if (reason == FORBIDDEN) {
      return new RemoteException(
          Kind.FORWARDING_REFUSED,
          "the SSH server does not allow forwarding to " + where,
          "set AllowTcpForwarding local (and PermitOpen "
              + to.host()
              + ":"
              + to.port()
              + ") in its sshd_config");
    }
    return reason == -1
        ? new RemoteException(
            Kind.TIMED_OUT, "no answer from " + where + " within " + Seconds.of(deadline), "")
        : new RemoteException(
            Kind.PORT_CLOSED, "nothing listens at " + where + " of the machine", "");
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() {
    channelInputStream.abandon();
    sshSession.drop(channel);
  }

  /** Ends the channel when a write takes too long. */
  private final class Guarded extends FilterOutputStream {
    private final Duration patience;

    Guarded(OutputStream out, Duration patience) {
      super(out);
      this.patience = patience;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      Watchdog.Alarm late = late();
      try (late) {
        out.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      Watchdog.Alarm late = late();
      try (late) {
        out.flush();
      }
    }

    private Watchdog.Alarm late() {
      return patience.isZero() ? () -> {} : sshSession.after(patience, PortStream.this::close);
    }
  }
}
