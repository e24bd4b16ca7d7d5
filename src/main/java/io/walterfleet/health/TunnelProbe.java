package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.remote.Connection;
import io.walterfleet.remote.RemoteException;
import io.walterfleet.remote.Tunnel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks at the machine's own 127.0.0.1, through the SSH connection: all questions over one tunnel,
 * as long as the server keeps it open.
 */
record TunnelProbe(Connection connection, Authority authority, Duration patience) implements Probe {
  private static final String LOOPBACK = "127.0.0.1";
  private static final SSLContext TLS = AnyCertificate.context();

  @Override
  public Answers ask() throws RemoteException, InterruptedException {
    try (Visit visit = new Visit()) {
      Answer live = visit.get(Answers.LIVE);
      return Answers.isLive(live)
          ? new Answers(live, visit.get(Answers.READY), visit.get(Answers.PAGE))
          : Answers.only(live);
    }
  }

  /** The questions of one look, and the tunnel over which the last one was answered. */
  private final class Visit implements AutoCloseable {
    private Optional<Line> kept = Optional.empty();

    Answer get(String path) throws RemoteException, InterruptedException {
      if (kept.isPresent()) {
        try {
          return answer(kept.get().ask(path));
        } catch (SocketTimeoutException late) {
          close();
          return silent();
        } catch (IOException ended) {
          // a server may end a connection that it kept open at any time
          close();
        }
      }
      return anew(path);
    }

    private Answer anew(String path) throws RemoteException, InterruptedException {
      try {
        Tunnel tunnel = connection.tunnel(LOOPBACK, authority.port(), patience);
        Line line = new Line(tunnel, new TunnelSocket(tunnel, patience));
        kept = Optional.of(line);
        return answer(line.ask(path));
      } catch (RemoteException refused) {
        return refusal(refused);
      } catch (IOException broken) {
        close();
        return nothing(broken);
      }
    }

    private Answer answer(Http.Heard heard) {
      if (!heard.isKept()) {
        close();
      }
      return heard.response();
    }

    @Override
    public void close() {
      kept.ifPresent(line -> end(line.tunnel()));
      kept = Optional.empty();
    }
  }

  /** A tunnel with TLS laid over it. The TLS is not closed: its goodbye would wait for one. */
  private final class Line {
    private final Tunnel tunnel;
    private final TunnelSocket plain;
    private final SSLSocket secure;
    private final BufferedInputStream in;

    Line(Tunnel tunnel, TunnelSocket plain) throws IOException {
      this.tunnel = tunnel;
      this.plain = plain;
      this.secure =
          (SSLSocket)
              TLS.getSocketFactory().createSocket(plain, authority.host(), authority.port(), false);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setServerNames(
          authority.serverName().<List<SNIServerName>>map(List::of).orElse(List.of()));
      secure.setSSLParameters(parameters);
      this.in = new BufferedInputStream(secure.getInputStream());
    }

    Tunnel tunnel() {
      return tunnel;
    }

    Http.Heard ask(String path) throws IOException {
      plain.allow(patience);
      secure.getOutputStream().write(Http.request(authority, path));
      return Http.heard(in);
    }
  }

  private static void end(Tunnel tunnel) {
    try {
      tunnel.close();
    } catch (IOException gone) {
      // it is gone either way
    }
  }

  private Answer refusal(RemoteException refused) throws RemoteException {
    return switch (refused.kind()) {
      case PORT_CLOSED -> new Nothing("nothing listens at " + place());
      case TIMED_OUT -> silent();
      case UNREACHABLE,
          HOST_KEY_UNKNOWN,
          HOST_KEY_CHANGED,
          LOGIN_REFUSED,
          LOST,
          FORWARDING_REFUSED,
          SETTINGS,
          UNHANDLED ->
          throw refused;
    };
  }

  private Answer nothing(IOException broken) {
    if (broken instanceof SocketTimeoutException) {
      return silent();
    }
    if (broken instanceof ProtocolException) {
      return new Nothing(place() + " gave no answer that is HTTP");
    }
    return broken instanceof SSLException
        ? new Nothing("there is no TLS at " + place())
        : new Nothing("the connection to " + place() + " broke");
  }

  private Nothing silent() {
    return new Nothing(place() + " did not answer within " + patience.toSeconds() + " s");
  }

  private String place() {
    return "port " + authority.port() + " of the machine";
  }
}
