package io.walterfleet.notify;

import io.walterfleet.fleet.Seconds;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.http.WebClient;
import io.walterfleet.notify.WebhookSender.Patience;
import io.walterfleet.release.Proxies;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Tells webhooks, over HTTP. Any answer but 2xx is a refusal; redirects are not followed, and what
 * stands in an answer is not read. A receiver is called by its host alone, because the rest of such
 * an address is often a secret.
 */
public final class Webhooks {
  private final Patience patience;
  private final Proxies proxies;
  private final WebClient client;

  /** Webhooks that are trusted as this computer's Java trusts. */
  public Webhooks(Proxies proxies, Patience patience) {
    this(proxies, patience, WebClient::javaTrust);
  }

  /** Webhooks that are trusted as the context trusts. */
  Webhooks(Proxies proxies, Patience patience, Supplier<SSLContext> trust) {
    this.patience = patience;
    this.proxies = proxies;
    this.client = new WebClient(patience.connect(), proxies, trust);
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
      try (Exchange exchange = client.postJson(to, body)) {
        try {
          return judged(exchange.await(patience.answer()).status());
        } catch (TimeoutException slow) {
          return silence(proxies.through(to));
        } catch (ExecutionException failed) {
          return broken(failed, proxies.through(to));
        }
      }
    }
  }

  private static Answer judged(int status) {
    String said = "it answered " + status;
    if (status >= 200 && status < 300) {
      return Answer.taken(said);
    }
    boolean passing = status >= 500 || status == 408 || status == 429;
    boolean leadsOn = status >= 300 && status < 400;
    return Answer.refused(said + (leadsOn ? ", and redirects are not followed" : ""), !passing);
  }

  private Answer silence(String through) {
    return Answer.refused(
        "there was no answer within " + Seconds.of(patience.answer()) + through, false);
  }

  private Answer broken(ExecutionException failed, String through) {
    IOException broken = failed.getCause() instanceof IOException io ? io : new IOException(failed);
    HttpFailure httpFailure = HttpFailure.of(broken, patience.connect());
    return Answer.refused(httpFailure.reason() + through, httpFailure.isFinal());
  }
}
