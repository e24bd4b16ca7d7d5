package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Pause;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.RemoteException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Asks over HTTPS, from where the gate says.
 *
 * <p>Asked directly, a {@code public-tls} machine must show a certificate that this computer's Java
 * trusts for its host. With {@code internal-tls} each certificate is accepted, and through the SSH
 * connection likewise: the machine itself is authenticated by its host key.
 */
public final class HttpsGatekeeper implements Gatekeeper {
  private static final String UNNAMED = "localhost";
  private static final String LOOPBACK = "127.0.0.1";

  private final Vigil vigil;
  private final SSLContext trust;
  private final Duration patience;
  private final Map<Boolean, HttpClient> clients = new ConcurrentHashMap<>();

  /** A gatekeeper that trusts, for {@code public-tls}, what this computer's Java trusts. */
  public HttpsGatekeeper(InstantSource clock, Pause pause) {
    this(clock, pause, javaTrust(), Door.PATIENCE);
  }

  HttpsGatekeeper(InstantSource clock, Pause pause, SSLContext trust, Duration patience) {
    this.vigil = new Vigil(clock, pause);
    this.trust = trust;
    this.patience = patience;
  }

  @Override
  public Health ask(Connection connection, Published published, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Site> site = site(published, gate);
    return isAskable(site, gate)
        ? ask(door(connection, published, site.orElseThrow(), gate))
        : unaskable(published, site);
  }

  @Override
  public Optional<Health.Unaskable> obstacle(Connection connection, Published published, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Site> site = site(published, gate);
    if (site.isPresent() && !isAskable(site, gate)) {
      return Optional.of(unaskable(published, site));
    }
    if (gate.via() == Gate.Via.DIRECT || site.isEmpty()) {
      return Optional.empty();
    }
    try {
      connection.tunnel(LOOPBACK, site.get().port(), patience).close();
      return Optional.empty();
    } catch (RemoteException refused) {
      return switch (refused.kind()) {
        case PORT_CLOSED, TIMED_OUT -> Optional.empty();
        case FORWARDING_REFUSED -> withoutForwarding(connection, site.get());
        case UNREACHABLE,
            HOST_KEY_UNKNOWN,
            HOST_KEY_CHANGED,
            LOGIN_REFUSED,
            LOST,
            SETTINGS,
            UNHANDLED ->
            throw refused;
      };
    } catch (IOException broken) {
      return Optional.empty();
    }
  }

  private Optional<Health.Unaskable> withoutForwarding(Connection connection, Site site)
      throws RemoteException, InterruptedException {
    Health health = ask(new CurlDoor(connection, site, patience));
    return health instanceof Health.Unaskable never ? Optional.of(never) : Optional.empty();
  }

  @Override
  public Passage await(Connection connection, Published published, Gate gate, Pulse pulse)
      throws RemoteException, InterruptedException {
    Optional<Site> site = site(published, gate);
    if (!isAskable(site, gate)) {
      return vigil.keep(gate, () -> unaskable(published, site), pulse, connection);
    }
    Door door = door(connection, published, site.orElseThrow(), gate);
    return vigil.keep(gate, () -> ask(door), pulse, connection);
  }

  private static Health ask(Door door) throws RemoteException, InterruptedException {
    try {
      return door.ask().health();
    } catch (RemoteException refused) {
      if (refused.kind() == Kind.FORWARDING_REFUSED) {
        return new Health.Unaskable(refused.reason(), refused.fix());
      }
      throw refused;
    }
  }

  private Door door(Connection connection, Published published, Site site, Gate gate) {
    return switch (gate.via()) {
      case TUNNEL ->
          new NearDoor(
              new TunnelDoor(connection, site, patience), new CurlDoor(connection, site, patience));
      case DIRECT -> new DirectDoor(client(published), site, patience);
    };
  }

  private static Optional<Site> site(Published published, Gate gate) {
    return switch (gate.via()) {
      case TUNNEL -> Site.of(published.host().orElse(UNNAMED), published.httpsPort());
      case DIRECT -> published.host().flatMap(host -> Site.of(host, published.httpsPort()));
    };
  }

  private static boolean isAskable(Optional<Site> site, Gate gate) {
    return site.filter(one -> gate.via() == Gate.Via.TUNNEL || one.hasUrl()).isPresent();
  }

  private static Health.Unaskable unaskable(Published published, Optional<Site> site) {
    return site.map(HttpsGatekeeper::withoutUrl).orElseGet(() -> unnamed(published));
  }

  private static Health.Unaskable withoutUrl(Site site) {
    return new Health.Unaskable(
        "its health cannot be asked from this computer: no URL can have the host '"
            + site.host()
            + "'",
        "set 'rollout: gate: via: tunnel' in the inventory, or publish another host");
  }

  private static Health.Unaskable unnamed(Published published) {
    if (published.httpsPort() < 1 || published.httpsPort() > Site.LAST_PORT) {
      return new Health.Unaskable(
          "its HTTPS port " + published.httpsPort() + " is not a port",
          "give the machine an 'httpsPort' in the inventory");
    }
    return new Health.Unaskable(
        published
            .host()
            .map(host -> "its published host is not a host name")
            .orElse("it has no published host to ask"),
        "give the machine a 'host' in the inventory");
  }

  private HttpClient client(Published published) {
    boolean verified = published.mode().filter(mode -> mode == Mode.PUBLIC_TLS).isPresent();
    return clients.computeIfAbsent(verified, this::client);
  }

  private HttpClient client(boolean verified) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(patience)
        .sslContext(verified ? trust : AnyCertificate.context())
        .build();
  }

  private static SSLContext javaTrust() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has TLS", impossible);
    }
  }
}
