package io.walterfleet.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.auth.Attempt;
import io.walterfleet.ssh.auth.Credentials;
import io.walterfleet.ssh.auth.Keyring;
import io.walterfleet.ssh.auth.RsaUse;
import io.walterfleet.ssh.channel.SshSession;
import io.walterfleet.ssh.channel.Transport;
import io.walterfleet.ssh.channel.Watchdog;
import io.walterfleet.ssh.config.Destination;
import io.walterfleet.ssh.hostkey.HostKeyCheck;
import io.walterfleet.ssh.hostkey.KnownHosts;
import io.walterfleet.ssh.protocol.Algorithms;
import io.walterfleet.ssh.protocol.Endpoint;
import io.walterfleet.ssh.protocol.Failures;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Key exchange, host key and login on a fresh transport. */
final class Handshake {
  private final JSch library = new JSch();
  private final KnownHosts knownHosts = new KnownHosts();
  private final Map<Credentials, Keyring> keyrings = new ConcurrentHashMap<>();
  private final Watchdog watchdog;
  private final RsaUse rsaUse;
  private final InstantSource clock;

  Handshake(Watchdog watchdog, RsaUse rsaUse, InstantSource clock) {
    this.watchdog = watchdog;
    this.clock = clock;
    this.rsaUse = rsaUse;
  }

  /** The keys for a destination; a destination without any is refused before it is contacted. */
  Keyring keyring(Destination to) throws RemoteException {
    Keyring keyring = keyrings.computeIfAbsent(to.credentials(), keys -> Keyring.of(keys, rsaUse));
    if (keyring.isEmpty()) {
      String obstacles = keyring.obstacles();
      throw new RemoteException(
          Kind.LOGIN_REFUSED,
          "there is no key to log in to "
              + to.endpoint().shown()
              + " with"
              + (obstacles.isEmpty() ? "" : ": " + obstacles),
          obstacles.isEmpty()
              ? "make one with ssh-keygen, start an agent, or set ssh.identityFile"
              : "load the key into an agent, or name another one in ssh.identityFile");
    }
    return keyring;
  }

  /** Logs in. */
  SshSession over(Transport transport, Destination to, Duration limit)
      throws RemoteException, RefusedEarlyException {
    Keyring keyring = keyring(to);
    HostKeyCheck check =
        new HostKeyCheck(knownHosts, to.endpoint(), to.hostKeyPolicy(), transport::hostKey, clock);
    AtomicBoolean late = new AtomicBoolean();
    Attempt attempt = keyring.attempt();
    Session session = session(to, attempt, check);
    if (keyring.needsHands()) {
      session.setConfig("enable_pubkey_auth_query", "yes");
    }
    session.setProxy(transport);
    boolean connected = false;
    Watchdog.Alarm alarm = watchdog.after(limit, () -> expire(transport, late));
    try (alarm) {
      session.connect(0);
      SshSession sshSession = new SshSession(session, transport, watchdog);
      connected = true;
      return sshSession;
    } catch (JSchException | RuntimeException e) {
      if (late.get()) {
        throw Failures.tooSlow(to.endpoint(), to.connectTimeout(), transport.wasHeard());
      }
      throw new LoginFailures(to, keyring.obstacles(), attempt, check, transport).of(e);
    } finally {
      if (!connected) {
        transport.cut();
      }
    }
  }

  private static void expire(Transport transport, AtomicBoolean late) {
    late.set(true);
    transport.cut();
  }

  private Session session(Destination to, Attempt attempt, HostKeyCheck check)
      throws RemoteException {
    try {
      Endpoint endpoint = to.endpoint();
      Session session = library.getSession(endpoint.user(), endpoint.host(), endpoint.port());
      Algorithms.offer(
          session, to.transportOptions().offer(), check.knownTypes(), check.takesCertificates());
      to.hostKeyPolicy().alias().ifPresent(session::setHostKeyAlias);
      session.setHostKeyRepository(check);
      session.setIdentityRepository(attempt);
      session.setDaemonThread(true);
      return session;
    } catch (JSchException e) {
      throw new RemoteException(
          Kind.SETTINGS, "the SSH settings cannot be used" + Failures.spoken(e), "", e);
    }
  }
}
