package io.walterfleet.ssh;

import io.walterfleet.remote.RemoteException;
import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.channel.SshSession;
import io.walterfleet.ssh.channel.TransportOptions;
import io.walterfleet.ssh.channel.Watchdog;
import io.walterfleet.ssh.hostkey.HostKeyPolicy;
import io.walterfleet.ssh.protocol.Endpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions with bastions: one for each bastion and way, shared by all machines behind it, and
 * kept for a while when the last of them has gone.
 */
final class Bastions {
  private static final Duration LINGER = Duration.ofSeconds(10);

  private final Watchdog watchdog;
  private final Map<Key, Bastion> bastions = new HashMap<>();

  Bastions(Watchdog watchdog) {
    this.watchdog = watchdog;
  }

  /**
   * What makes two bastions the same: the server, all that decides whether it is trusted and who
   * logs in there, and the bastions before it. A session that was opened by other rules is nobody
   * else's.
   */
  record Key(
      Endpoint endpoint,
      Credentials credentials,
      HostKeyPolicy hostKeyPolicy,
      TransportOptions transportOptions,
      Optional<Key> before) {}

  /** Opens a session with a bastion that is not open yet. */
  @FunctionalInterface
  interface Opener {
    Opened open() throws RemoteException, InterruptedException;
  }

  /** An open session, and what is to be let go of after it. */
  record Opened(SshSession sshSession, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      sshSession.close();
      release.run();
    }
  }

  /** A share in a bastion's session; closed when the machine behind it has been left. */
  record Share(SshSession sshSession, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
      release.run();
    }
  }

  /** A share in the session with a bastion; the first one opens it, the others wait for that. */
  Share share(Key key, Opener opener) throws RemoteException, InterruptedException {
    Bastion bastion = take(key);
    boolean shared = false;
    try {
      SshSession sshSession = bastion.sshSession(opener);
      shared = true;
      return new Share(sshSession, () -> release(key, bastion));
    } finally {
      if (!shared) {
        release(key, bastion);
      }
    }
  }

  private synchronized Bastion take(Key key) {
    Bastion bastion = bastions.computeIfAbsent(key, absent -> new Bastion());
    bastion.users++;
    return bastion;
  }

  private synchronized void release(Key key, Bastion bastion) {
    bastion.users--;
    if (bastion.users == 0) {
      watchdog.after(LINGER, () -> closeIfIdle(key, bastion));
    }
  }

  private synchronized void closeIfIdle(Key key, Bastion bastion) {
    if (bastion.users == 0 && bastions.remove(key, bastion)) {
      bastion.close();
    }
  }

  /** One bastion; its own lock is held while its session is opened. */
  private static final class Bastion {
    private int users; // under the lock of all bastions
    private Optional<Opened> opened = Optional.empty();

    synchronized SshSession sshSession(Opener opener) throws RemoteException, InterruptedException {
      if (opened.filter(open -> open.sshSession().isUp()).isEmpty()) {
        close();
        opened = Optional.of(opener.open());
      }
      return opened.orElseThrow().sshSession();
    }

    synchronized void close() {
      opened.ifPresent(Opened::close);
      opened = Optional.empty();
    }
  }
}
