package io.walterfleet.ssh.channel;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.protocol.Failures;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One authenticated session and the transport under it.
 *
 * <p>A far end that has been silent is asked whether it is there, and given up when it stays
 * silent. That is done here and not by the library, whose way needs a socket timeout.
 */
public final class SshSession implements AutoCloseable {
  private static final Duration ASK_AFTER = Duration.ofSeconds(15);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(48);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Session session;
  private final Transport transport;
  private final Watchdog watchdog;
  private final Watchdog.Alarm keepalive;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  public SshSession(Session session, Transport transport, Watchdog watchdog) {
    this.session = session;
    this.transport = transport;
    this.watchdog = watchdog;
    this.keepalive = watchdog.every(Duration.ofSeconds(5), this::ask);
  }

  /** Whether it can be used, as far as we know. */
  public boolean isUp() {
    return !closed.get() && session.isConnected();
  }

  /** A channel for one program, not yet opened. */
  ChannelExec programChannel() throws RemoteException {
    try {
      if (isUp() && session.openChannel("exec") instanceof ChannelExec channel) {
        return channel;
      }
    } catch (JSchException e) {
      throw lost(e);
    }
    throw lost();
  }

  /** A channel to a port as seen from the machine, not yet opened. */
  Channel portChannel(String host, int port) throws RemoteException {
    try {
      if (isUp()) {
        return session.getStreamForwarder(host, port);
      }
    } catch (JSchException e) {
      throw lost(e);
    }
    throw lost();
  }

  /** The server answered this opening of a channel neither way: nothing more will come. */
  void cut() {
    transport.cut();
  }

  /** Acts once after this time, on another thread, unless it is called off before. */
  Watchdog.Alarm after(Duration time, Runnable act) {
    return watchdog.after(time, act);
  }

  /** Ends a channel. It may block as long as the transport does, so another thread does it. */
  void drop(Channel channel) {
    watchdog.now(channel::disconnect);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      keepalive.close();
      Watchdog.Alarm tooLong = watchdog.after(GOODBYE, transport::cut);
      watchdog.now(
          () -> {
            session.disconnect();
            transport.cut();
            tooLong.close();
          });
    }
  }

  private void ask() {
    Duration silence = transport.silence();
    if (silence.compareTo(GIVE_UP_AFTER) > 0) {
      transport.cut();
    } else if (silence.compareTo(ASK_AFTER) > 0 && asking.compareAndSet(false, true)) {
      watchdog.now(this::askNow);
    }
  }

  private void askNow() {
    try {
      session.sendKeepAliveMsg();
    } catch (Exception e) {
      // the library's own reader ends the session, or the silence does
      transport.cut();
    } finally {
      asking.set(false);
    }
  }

  private static RemoteException lost() {
    return new RemoteException(Kind.LOST, "the connection is closed", "");
  }

  private static RemoteException lost(JSchException cause) {
    return new RemoteException(
        Kind.LOST, "the connection broke" + Failures.spoken(cause), "", cause);
  }
}
