package io.walterfleet.release;

import io.walterfleet.fleet.Pause;
import io.walterfleet.fleet.Seconds;
import io.walterfleet.http.Content;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.http.Reply;
import io.walterfleet.http.WebClient;
import io.walterfleet.release.ReleaseException.Problem;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * Reads from the web, again when it is worth it.
 *
 * <p>A refused or broken connection, silence, and the statuses 408, 429 and 5xx are tried again
 * with a growing wait; any other answer is final. Redirects are followed, but never from https to
 * http. Nothing is sent but the request: no cookie, no login except to a proxy.
 */
public final class Downloads {
  private static final int MOST_REDIRECTS = 5;
  private static final int OK = 200;

  private final Proxies proxies;
  private final RetryPolicy retryPolicy;
  private final Pause pause;
  private final Optional<SSLContext> trust;
  private Optional<WebClient> client = Optional.empty();

  /** One answer of one server. */
  private sealed interface Answer {
    record Whole() implements Answer {}

    record Elsewhere(URI uri) implements Answer {}

    record Again(String reason) implements Answer {}
  }

  /** Downloads that trust what this computer's Java trusts. */
  public Downloads(Proxies proxies, RetryPolicy retryPolicy, Pause pause) {
    this(proxies, retryPolicy, pause, Optional.empty());
  }

  /** Downloads that trust what the context trusts. */
  Downloads(Proxies proxies, RetryPolicy retryPolicy, Pause pause, SSLContext trust) {
    this(proxies, retryPolicy, pause, Optional.of(trust));
  }

  private Downloads(
      Proxies proxies, RetryPolicy retryPolicy, Pause pause, Optional<SSLContext> trust) {
    this.proxies = proxies;
    this.retryPolicy = retryPolicy;
    this.pause = pause;
    this.trust = trust;
  }

  /**
   * Reads what is at the URL into the sink.
   *
   * @param what the thing, for messages, such as "the manifest"
   * @throws ReleaseException when it could not be had; the sink may have got a part
   */
  void read(String what, Location.Url from, Sink sink)
      throws ReleaseException, InterruptedException {
    String reason = "";
    for (int failed = 0; failed < retryPolicy.tries(); failed++) {
      if (failed > 0) {
        pause.of(retryPolicy.after(failed));
      }
      Answer answer = ask(what, from, sink);
      if (answer instanceof Answer.Again again) {
        reason = again.reason();
      } else {
        return;
      }
    }
    String tries = retryPolicy.tries() == 1 ? "" : " (tried " + retryPolicy.tries() + " times)";
    throw ReleaseException.away(
        problem(
            what,
            from,
            reason + tries,
            "check the network and the proxy settings of this computer, or use files (air gap)"));
  }

  private Answer ask(String what, Location.Url from, Sink sink)
      throws ReleaseException, InterruptedException {
    Location.Url at = from;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Answer answer = exchange(what, at, sink);
      if (!(answer instanceof Answer.Elsewhere elsewhere)) {
        return answer;
      }
      at = followed(what, at, elsewhere.uri());
    }
    throw failure(
        what,
        from,
        "it was redirected more than " + MOST_REDIRECTS + " times",
        "give the address that it ends at");
  }

  private Answer exchange(String what, Location.Url at, Sink sink)
      throws ReleaseException, InterruptedException {
    AtomicLong received = new AtomicLong();
    Content content =
        (status, body) -> {
          if (status == OK) {
            new Received(body, received).into(sink);
          }
        };
    try (Exchange exchange = client().get(at.uri(), content)) {
      return answer(what, at, await(exchange, received));
    } catch (TimeoutException silent) {
      return new Answer.Again(String.valueOf(silent.getMessage()) + through(at));
    } catch (IOException broken) {
      return broken(what, at, broken);
    }
  }

  /** Waits as long as bytes keep coming, and no longer than a whole try may take. */
  private Reply await(Exchange exchange, AtomicLong received)
      throws IOException, ReleaseException, InterruptedException, TimeoutException {
    long end = System.nanoTime() + retryPolicy.whole().toNanos();
    long seen = -1;
    while (seen < received.get() && System.nanoTime() < end) {
      seen = received.get();
      try {
        return exchange.await(retryPolicy.silence());
      } catch (TimeoutException pending) {
        // The loop decides whether to go on waiting.
      } catch (ExecutionException failed) {
        throw cause(failed);
      }
    }
    throw new TimeoutException(
        seen < received.get()
            ? "it was not complete within " + Seconds.of(retryPolicy.whole())
            : "the server sent nothing for " + Seconds.of(retryPolicy.silence()));
  }

  private Answer answer(String what, Location.Url at, Reply reply) throws ReleaseException {
    int status = reply.status();
    if (status == OK) {
      return new Answer.Whole();
    }
    if (status >= 500 || status == 408 || status == 429) {
      return new Answer.Again("the server answered " + status + through(at));
    }
    Optional<URI> next = reply.location().flatMap(Downloads::uri);
    if (List.of(301, 302, 303, 307, 308).contains(status) && next.isPresent()) {
      return new Answer.Elsewhere(at.uri().resolve(next.get()));
    }
    throw failure(what, at, "the server answered " + status + through(at), HttpFailure.fix(status));
  }

  private Answer broken(String what, Location.Url at, IOException broken) throws ReleaseException {
    HttpFailure httpFailure = HttpFailure.of(broken, retryPolicy.connect());
    if (httpFailure.isFinal()) {
      throw ReleaseException.away(
          problem(what, at, httpFailure.reason() + through(at), httpFailure.fix()));
    }
    return new Answer.Again(httpFailure.reason() + through(at));
  }

  /** The client, made when the first URL is read: with files alone it would only cost time. */
  private synchronized WebClient client() {
    if (client.isEmpty()) {
      SSLContext trusted = trust.orElseGet(WebClient::javaTrust);
      client = Optional.of(new WebClient(retryPolicy.connect(), proxies, trusted));
    }
    return client.get();
  }

  private static Location.Url followed(String what, Location.Url from, URI to)
      throws ReleaseException {
    Optional<Location> next = Location.of(to.toString());
    boolean lower = "https".equalsIgnoreCase(from.uri().getScheme()) && !isHttps(to);
    if (lower || !(next.orElse(from) instanceof Location.Url url) || next.isEmpty()) {
      throw failure(
          what,
          from,
          "it redirects to " + next.map(Location::toString).orElse("an address we cannot use"),
          "give an https address that stays https; nothing was read from the other one");
    }
    return url;
  }

  private String through(Location.Url at) {
    return proxies.through(at.uri());
  }

  private static IOException cause(ExecutionException failed) throws ReleaseException {
    Throwable cause = failed.getCause();
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof ReleaseException refused) {
        throw refused;
      }
    }
    return cause instanceof IOException broken ? broken : new IOException(failed);
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static ReleaseException failure(
      String what, Location.Url from, String reason, String fix) {
    return new ReleaseException(List.of(problem(what, from, reason, fix)));
  }

  private static Problem problem(String what, Location.Url from, String reason, String fix) {
    return new Problem("could not download " + what + " from " + from + ": " + reason, fix);
  }
}
