package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.health.Answer.Response;
import io.walterfleet.http.Content;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.Reply;
import io.walterfleet.http.WebClient;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Asks from this computer, as a browser would, at the published host. */
record DirectProbe(WebClient client, Authority authority, Duration patience) implements Probe {
  @Override
  public Answers ask() throws InterruptedException {
    Answer live = get(Answers.LIVE);
    return Answers.isLive(live)
        ? new Answers(live, get(Answers.READY), get(Answers.PAGE))
        : Answers.only(live);
  }

  private Answer get(String path) throws InterruptedException {
    URI uri = URI.create("https://" + authority.authority() + path);
    try (Exchange exchange = client.get(uri, Content.UNREAD)) {
      Reply reply = exchange.await(patience);
      return new Response(reply.status(), reply.location());
    } catch (TimeoutException silent) {
      return new Nothing(silence());
    } catch (ExecutionException failed) {
      return new Nothing(reason(failed));
    }
  }

  private String silence() {
    return authority.authority() + " did not answer within " + patience.toSeconds() + " s";
  }

  private String reason(Throwable failed) {
    String place = authority.authority();
    if (isCausedBy(failed, SocketTimeoutException.class)) {
      return silence();
    }
    if (isCausedBy(failed, CertificateException.class)) {
      return "the TLS certificate of " + place + " is not valid there";
    }
    return isCausedBy(failed, ConnectException.class)
            || isCausedBy(failed, UnknownHostException.class)
        ? place + " is not known or refuses connections"
        : "the connection to " + place + " broke";
  }

  private static boolean isCausedBy(Throwable failed, Class<? extends Throwable> kind) {
    return Stream.iterate(failed, one -> one != null, Throwable::getCause)
        .limit(20)
        .anyMatch(kind::isInstance);
  }
}
