package io.walterfleet.health;

import io.walterfleet.health.Answer.Nothing;
import io.walterfleet.health.Answer.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.stream.Stream;

/** Asks from this computer, as a browser would, at the published host. */
final class DirectProbe implements Probe {
  private final HttpClient client;
  private final Authority authority;
  private final Duration patience;

  DirectProbe(HttpClient client, Authority authority, Duration patience) {
    this.client = client;
    this.authority = authority;
    this.patience = patience;
  }

  @Override
  public Answers ask() throws InterruptedException {
    Answer live = get(Answers.LIVE);
    return Answers.isLive(live)
        ? new Answers(live, get(Answers.READY), get(Answers.PAGE))
        : Answers.only(live);
  }

  private Answer get(String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + authority.authority() + path))
            .timeout(patience)
            .header("User-Agent", "walter-fleet")
            .build();
    try {
      // The body is not waited for: the stream is closed as soon as the head is there.
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      response.body().close();
      return new Response(response.statusCode(), response.headers().firstValue("Location"));
    } catch (IOException failed) {
      return new Nothing(reason(failed));
    }
  }

  private String reason(IOException failed) {
    String place = authority.authority();
    if (failed instanceof HttpTimeoutException) {
      return place + " did not answer within " + patience.toSeconds() + " s";
    }
    if (isCausedBy(failed, CertificateException.class)) {
      return "the TLS certificate of " + place + " is not valid there";
    }
    return failed instanceof ConnectException
        ? place + " is not known or refuses connections"
        : "the connection to " + place + " broke";
  }

  private static boolean isCausedBy(Throwable failed, Class<? extends Throwable> kind) {
    return Stream.iterate(failed, one -> one != null, Throwable::getCause)
        .limit(20)
        .anyMatch(kind::isInstance);
  }
}
