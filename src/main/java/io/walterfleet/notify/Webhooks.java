package io.walterfleet.notify;

import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.release.HttpFailure;
import io.walterfleet.release.Proxies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Tells webhooks, over HTTP. Any answer but 2xx is a refusal; redirects are not followed, and what
 * stands in an answer is not read. A receiver is called by its host alone, because the rest of such
 * an address is often a secret.
 */
public final class Webhooks {
  private final Patience patience;
  private final HttpClient client;

  /** Webhooks that are trusted as this computer's Java trusts. */
  public Webhooks(Proxies proxies, Patience patience) {
    this(proxies, patience, Optional.empty());
  }

  /** Webhooks that are trusted as the context trusts. */
  Webhooks(Proxies proxies, Patience patience, Optional<SSLContext> trust) {
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .proxy(proxies.selector())
            .authenticator(proxies.logins());
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * A JSON text for an address.
   *
   * @throws IllegalArgumentException when the address is none
   */
  public Delivery post(String url, String body) {
    return new Post(URI.create(url), body);
  }

  private final class Post implements Delivery {
    private final URI to;
    private final String body;

    Post(URI to, String body) {
      this.to = to;
      this.body = body;
    }

    @Override
    public String receiver() {
      return "the webhook at " + to.getHost();
    }

    @Override
    public Answer attempt() throws InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(to)
              .header("Content-Type", "application/json; charset=utf-8")
              .header("User-Agent", "walter-fleet")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      AtomicInteger status = new AtomicInteger();
      CompletableFuture<HttpResponse<Void>> response =
          client.sendAsync(
              request,
              head -> {
                status.set(head.statusCode());
                return new Unread();
              });
      try {
        return judged(
            response.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode());
      } catch (TimeoutException slow) {
        return status.get() > 0 ? judged(status.get()) : silence();
      } catch (ExecutionException failed) {
        return status.get() > 0 ? judged(status.get()) : broken(failed);
      } finally {
        response.cancel(true);
      }
    }
  }

  private static Answer judged(int status) {
    String said = "it answered " + status;
    if (status >= 200 && status < 300) {
      return Answer.taken(said);
    }
    boolean passing = status >= 500 || status == 408 || status == 429;
    return Answer.refused(said, !passing);
  }

  private Answer silence() {
    return Answer.refused("there was no answer within " + seconds(patience.answer()), false);
  }

  private Answer broken(ExecutionException failed) {
    IOException broken = failed.getCause() instanceof IOException io ? io : new IOException(failed);
    HttpFailure httpFailure = HttpFailure.of(broken, patience.connect());
    return Answer.refused(httpFailure.reason(), httpFailure.isFinal());
  }

  static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
