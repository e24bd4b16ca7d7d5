package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Tunnel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Asks at the machine's own 127.0.0.1, through the SSH connection. */
final class TunnelDoor implements Door {
  private static final String LOOPBACK = "127.0.0.1";
  private static final SSLContext TLS = AnyCertificate.context();

  private final Connection connection;
  private final Site site;
  private final Duration patience;

  TunnelDoor(Connection connection, Site site, Duration patience) {
    this.connection = connection;
    this.site = site;
    this.patience = patience;
  }

  @Override
  public Answers ask() throws RemoteException, InterruptedException {
    Answer live = get(Answers.LIVE);
    return Answers.isLive(live)
        ? new Answers(live, get(Answers.READY), get(Answers.PAGE))
        : Answers.only(live);
  }

  private Answer get(String path) throws RemoteException, InterruptedException {
    try (Tunnel tunnel = connection.tunnel(LOOPBACK, site.port(), patience)) {
      return get(tunnel, path);
    } catch (RemoteException refused) {
      return switch (refused.kind()) {
        case PORT_CLOSED -> new Nothing("nothing listens at " + place());
        case TIMED_OUT -> silent();
        case UNREACHABLE,
            HOST_KEY_UNKNOWN,
            HOST_KEY_CHANGED,
            LOGIN_REFUSED,
            LOST,
            FORWARDING_REFUSED,
            SETTINGS ->
            throw refused;
      };
    } catch (SocketTimeoutException late) {
      return silent();
    } catch (SSLException noTls) {
      return new Nothing("there is no TLS at " + place());
    } catch (IOException broken) {
      return new Nothing("the connection to " + place() + " broke");
    }
  }

  // The TLS socket is not closed: its goodbye would wait for one, and the tunnel ends anyway.
  private Answer get(Tunnel tunnel, String path) throws IOException {
    TunnelSocket plain = new TunnelSocket(tunnel, patience);
    SSLSocket secure =
        (SSLSocket) TLS.getSocketFactory().createSocket(plain, site.host(), site.port(), false);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setServerNames(
        site.serverName()
            .<List<SNIServerName>>map(name -> List.of(new SNIHostName(name)))
            .orElse(List.of()));
    secure.setSSLParameters(parameters);
    secure.getOutputStream().write(Http.request(site, path));
    return Http.response(new BufferedInputStream(secure.getInputStream()));
  }

  private Nothing silent() {
    return new Nothing(place() + " did not answer within " + patience.toSeconds() + " s");
  }

  private String place() {
    return "port " + site.port() + " of the machine";
  }
}
