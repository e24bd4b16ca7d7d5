package io.walterfleet.ssh;

import io.walterfleet.fleet.Machine;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.Remote;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import io.walterfleet.ssh.Bastions.Opened;
import io.walterfleet.ssh.Bastions.Share;
import io.walterfleet.ssh.auth.KeyFile;
import io.walterfleet.ssh.auth.RsaUse;
import io.walterfleet.ssh.channel.Connector;
import io.walterfleet.ssh.channel.SshConnection;
import io.walterfleet.ssh.channel.SshSession;
import io.walterfleet.ssh.channel.Transport;
import io.walterfleet.ssh.channel.Watchdog;
import io.walterfleet.ssh.config.Destination;
import io.walterfleet.ssh.config.Destinations;
import io.walterfleet.ssh.config.Jump;
import io.walterfleet.ssh.config.LocalUser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Machines over SSH: one session a machine, with strict host keys.
 *
 * <ol>
 *   <li>The inventory and the ssh config say how the machine is reached.
 *   <li>If there are bastions on the way, a shared session with each is opened.
 *   <li>TCP connection, key exchange, host key and login happen within the connect timeout; waiting
 *       for a turn does not count.
 *   <li>A server that hangs up before it knows who we are is tried again, three times at most,
 *       after a growing pause, and one machine at a time. Nothing else is tried again: not a
 *       refused login, which some servers punish, and not a host key.
 * </ol>
 */
public final class SshRemote implements Remote {
  private static final int TRIES = 4;
  private static final int DEEPEST = 8;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Watchdog watchdog = new Watchdog();
  private final Handshake handshake;
  private final Connector connector = new Connector();
  private final LoginThrottle loginThrottle = new LoginThrottle();
  private final Bastions bastions = new Bastions(watchdog);
  private final Destinations destinations;

  /** SSH with the keys and settings of this user, who needs no notices. */
  public SshRemote(LocalUser localUser) {
    this(localUser, notice -> {});
  }

  /**
   * SSH with the keys and settings of this user.
   *
   * @param notices takes what the user should know although nothing failed; any thread may call it
   */
  public SshRemote(LocalUser localUser, Consumer<String> notices) {
    this(localUser, notices, InstantSource.system());
  }

  /**
   * The same by another clock.
   *
   * @param clock tells whether a host's certificate is valid
   */
  SshRemote(LocalUser localUser, Consumer<String> notices, InstantSource clock) {
    this.destinations = new Destinations(localUser, KeyFile::isNamed);
    this.handshake = new Handshake(watchdog, new RsaUse(notices), clock);
  }

  @Override
  public Connection open(Machine machine) throws RemoteException, InterruptedException {
    Destination to = destinations.of(machine);
    Opened opened = open(route(to, machine, 0));
    return new SshConnection(opened.sshSession(), opened::close);
  }

  /** The bastions before a destination, by the inventory or the ssh config, theirs included. */
  private Route route(Destination to, Machine machine, int depth)
      throws RemoteException, InterruptedException {
    if (depth > DEEPEST) {
      throw new RemoteException(
          Kind.SETTINGS, "the jump hosts lead in a circle", "mend ProxyJump or ssh.jump");
    }
    Optional<String> ways = to.transportOptions().jump();
    List<Jump> jumps = ways.isPresent() ? Jump.parse(ways.get()) : List.of();
    Optional<Route> before = Optional.empty();
    for (Jump jump : jumps) {
      Destination bastion = destinations.of(jump, machine);
      before =
          before.isPresent()
              ? Optional.of(new Route(bastion, before))
              : Optional.of(route(bastion, machine, depth + 1));
    }
    return new Route(to, before);
  }

  /** Opens what is before the last server, then the server; only the latter takes a turn. */
  private Opened open(Route route) throws RemoteException, InterruptedException {
    handshake.keyring(route.to());
    Optional<Share> share =
        route.before().isPresent() ? Optional.of(share(route.before().get())) : Optional.empty();
    boolean opened = false;
    try {
      SshSession sshSession = patiently(route.to(), share);
      opened = true;
      return new Opened(sshSession, () -> share.ifPresent(Share::close));
    } finally {
      if (!opened) {
        share.ifPresent(Share::close);
      }
    }
  }

  private Share share(Route bastion) throws RemoteException, InterruptedException {
    try {
      return bastions.share(bastion.key(), () -> open(bastion));
    } catch (RemoteException e) {
      String name = bastion.to().endpoint().shown();
      throw new RemoteException(e.kind(), "the bastion " + name + ": " + e.reason(), e.fix(), e);
    }
  }

  private SshSession patiently(Destination to, Optional<Share> share)
      throws RemoteException, InterruptedException {
    Duration left = to.connectTimeout();
    for (int attempt = 1; true; attempt++) {
      long start = loginThrottle.begin(attempt > 1);
      try {
        return attempt(to, share, left);
      } catch (RefusedEarlyException e) {
        left = left.minusNanos(System.nanoTime() - start);
        if (attempt == TRIES || left.isNegative()) {
          throw e.failure();
        }
      } finally {
        loginThrottle.end(attempt > 1);
      }
      TimeUnit.MILLISECONDS.sleep(pause(attempt));
    }
  }

  private SshSession attempt(Destination to, Optional<Share> share, Duration limit)
      throws RemoteException, InterruptedException, RefusedEarlyException {
    long end = System.nanoTime() + limit.toNanos();
    Transport transport =
        share.isPresent()
            ? connector.through(share.get().sshSession(), to.endpoint(), limit)
            : connector.to(to.endpoint(), to.transportOptions(), limit);
    return handshake.over(transport, to, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
  }

  private static long pause(int attempt) {
    long longest = PAUSE.toMillis() << attempt;
    return ThreadLocalRandom.current().nextLong(longest / 2, longest);
  }
}
