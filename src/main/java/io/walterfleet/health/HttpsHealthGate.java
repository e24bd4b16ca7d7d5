package io.walterfleet.health;

import io.walterfleet.fleet.Gate;
import io.walterfleet.fleet.Mode;
import io.walterfleet.fleet.Pause;
import io.walterfleet.http.ProxyRoutes;
import io.walterfleet.http.WebClient;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Asks over HTTPS, from where the gate says.
 *
 * <p>Asked directly, a {@code public-tls} machine must show a certificate that this computer's Java
 * trusts for its host. With {@code internal-tls} each certificate is accepted, and through the SSH
 * connection likewise: the machine itself is authenticated by its host key.
 */
public final class HttpsHealthGate implements HealthGate {
  private static final String UNNAMED = "localhost";
  private static final String LOOPBACK = "127.0.0.1";

  private final GatePoller gatePoller;

  /** Read when the first server is asked whose certificate counts: most commands ask none. */
  private final Supplier<SSLContext> trust;

  private final Duration patience;
  private final Map<Boolean, WebClient> clients = new ConcurrentHashMap<>();

  /** A gate that trusts, for {@code public-tls}, what this computer's Java trusts. */
  public HttpsHealthGate(InstantSource clock, Pause pause) {
    this(clock, pause, WebClient::javaTrust, Probe.PATIENCE);
  }

  HttpsHealthGate(InstantSource clock, Pause pause, Supplier<SSLContext> trust, Duration patience) {
    this.gatePoller = new GatePoller(clock, pause);
    this.trust = trust;
    this.patience = patience;
  }

  @Override
  public Health ask(Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Authority> authority = authority(publishedAddress, gate);
    return isAskable(authority, gate)
        ? probe(connection, publishedAddress, authority.orElseThrow(), gate).health()
        : unaskable(publishedAddress, authority);
  }

  @Override
  public Optional<Health.Unaskable> obstacle(
      Connection connection, PublishedAddress publishedAddress, Gate gate)
      throws RemoteException, InterruptedException {
    Optional<Authority> authority = authority(publishedAddress, gate);
    if (authority.isPresent() && !isAskable(authority, gate)) {
      return Optional.of(unaskable(publishedAddress, authority));
    }
    if (gate.via() == Gate.Via.DIRECT || authority.isEmpty()) {
      return Optional.empty();
    }
    try {
      connection.tunnel(LOOPBACK, authority.get().port(), patience).close();
      return Optional.empty();
    } catch (RemoteException refused) {
      return switch (refused.kind()) {
        case PORT_CLOSED, TIMED_OUT -> Optional.empty();
        case FORWARDING_REFUSED -> withoutForwarding(connection, authority.get());
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

  private Optional<Health.Unaskable> withoutForwarding(Connection connection, Authority authority)
      throws RemoteException, InterruptedException {
    Health health = new CurlProbe(connection, authority, patience).health();
    return health instanceof Health.Unaskable never ? Optional.of(never) : Optional.empty();
  }

  @Override
  public GateResult await(
      Connection connection, PublishedAddress publishedAddress, Gate gate, Heartbeat heartbeat)
      throws RemoteException, InterruptedException {
    Optional<Authority> authority = authority(publishedAddress, gate);
    if (!isAskable(authority, gate)) {
      return gatePoller.keep(
          gate, () -> unaskable(publishedAddress, authority), heartbeat, connection);
    }
    Probe probe = probe(connection, publishedAddress, authority.orElseThrow(), gate);
    return gatePoller.keep(gate, probe::health, heartbeat, connection);
  }

  private Probe probe(
      Connection connection, PublishedAddress publishedAddress, Authority authority, Gate gate) {
    return switch (gate.via()) {
      case TUNNEL ->
          new FallbackProbe(
              new TunnelProbe(connection, authority, patience),
              new CurlProbe(connection, authority, patience));
      case DIRECT -> new DirectProbe(client(publishedAddress), authority, patience);
    };
  }

  private static Optional<Authority> authority(PublishedAddress publishedAddress, Gate gate) {
    return switch (gate.via()) {
      case TUNNEL ->
          Authority.of(publishedAddress.host().orElse(UNNAMED), publishedAddress.httpsPort());
      case DIRECT ->
          publishedAddress.host().flatMap(host -> Authority.of(host, publishedAddress.httpsPort()));
    };
  }

  private static boolean isAskable(Optional<Authority> authority, Gate gate) {
    return authority.filter(one -> gate.via() == Gate.Via.TUNNEL || one.hasUrl()).isPresent();
  }

  private static Health.Unaskable unaskable(
      PublishedAddress publishedAddress, Optional<Authority> authority) {
    return authority.map(HttpsHealthGate::withoutUrl).orElseGet(() -> unnamed(publishedAddress));
  }

  private static Health.Unaskable withoutUrl(Authority authority) {
    return new Health.Unaskable(
        "its health cannot be asked from this computer: no URL can have the host '"
            + authority.host()
            + "'",
        "set 'rollout: gate: via: tunnel' in the inventory, or publish another host");
  }

  private static Health.Unaskable unnamed(PublishedAddress publishedAddress) {
    if (publishedAddress.httpsPort() < 1 || publishedAddress.httpsPort() > Authority.LAST_PORT) {
      return new Health.Unaskable(
          "its HTTPS port " + publishedAddress.httpsPort() + " is not a port",
          "give the machine an 'httpsPort' in the inventory");
    }
    return new Health.Unaskable(
        publishedAddress
            .host()
            .map(host -> "its published host is not a host name")
            .orElse("it has no published host to ask"),
        "give the machine a 'host' in the inventory");
  }

  private WebClient client(PublishedAddress publishedAddress) {
    boolean verified = publishedAddress.mode().filter(mode -> mode == Mode.PUBLIC_TLS).isPresent();
    return clients.computeIfAbsent(verified, this::client);
  }

  private WebClient client(boolean verified) {
    return new WebClient(
        patience, ProxyRoutes.STRAIGHT, verified ? trust.get() : AnyCertificate.context());
  }
}
