package io.walterfleet.notify;

import io.walterfleet.fleet.Pause;
import io.walterfleet.release.Proxies;
import io.walterfleet.release.Trouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Takes notifications to webhooks in the background.
 *
 * <p>A broken connection, silence, and the statuses 408, 429 and 5xx are tried again with a growing
 * wait; any other answer but 2xx is final. Redirects are not followed. What does not arrive is told
 * as a note that names the host alone, because the rest of such an address is often a secret.
 */
public final class Courier implements AutoCloseable {
  private final Patience patience;
  private final Pause pause;
  private final Consumer<String> note;
  private final HttpClient client;
  private final ExecutorService legs =
      Executors.newCachedThreadPool(
          act -> {
            Thread thread = new Thread(act, "notify");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Errand> errands = new ArrayList<>();

  /**
   * How long a courier waits, and how often it tries.
   *
   * @param connect for a connection
   * @param answer for the whole of one try
   * @param tries how often altogether, at least 1
   * @param backoff before the second try; doubles with each further one
   * @param end how long the program waits for what is still under way when it ends
   */
  public record Patience(
      Duration connect, Duration answer, int tries, Duration backoff, Duration end) {
    /** What suits a chat server; the whole never holds a program up for more than 20 seconds. */
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(20));
  }

  /** A notification under way. */
  private record Errand(String host, Future<?> future) {}

  /** What became of one try. */
  private record Answer(boolean isTaken, boolean isFinal, String reason) {
    static final Answer TAKEN = new Answer(true, true, "");

    static Answer refused(String reason, boolean isFinal) {
      return new Answer(false, isFinal, reason);
    }
  }

  /**
   * A courier that trusts what this computer's Java trusts.
   *
   * @param note told what did not arrive, fit to show
   */
  public Courier(Proxies proxies, Patience patience, Pause pause, Consumer<String> note) {
    this(proxies, patience, pause, note, Optional.empty());
  }

  /** A courier that trusts what the context trusts. */
  Courier(
      Proxies proxies,
      Patience patience,
      Pause pause,
      Consumer<String> note,
      Optional<SSLContext> trust) {
    this.patience = patience;
    this.pause = pause;
    this.note = note;
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

  /** Takes a JSON text to an address; returns at once. */
  public synchronized void send(String url, String body) {
    URI to;
    try {
      to = URI.create(url);
    } catch (IllegalArgumentException notOne) {
      note.accept("a webhook was not told: its address is not one");
      return;
    }
    errands.add(new Errand(String.valueOf(to.getHost()), legs.submit(() -> carry(to, body))));
  }

  /** Waits for what is under way, but not for long. */
  @Override
  public synchronized void close() {
    long end = System.nanoTime() + patience.end().toNanos();
    for (Errand errand : errands) {
      try {
        errand.future().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        errand.future().cancel(true);
        note.accept(lost(errand.host(), "it took more than " + seconds(patience.end())));
      } catch (ExecutionException bug) {
        note.accept(lost(errand.host(), String.valueOf(bug.getCause())));
      } catch (InterruptedException now) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    errands.clear();
    legs.shutdownNow();
  }

  private void carry(URI to, String body) {
    try {
      Answer answer = attempt(to, body);
      int tries = 1;
      while (!answer.isFinal() && tries < patience.tries()) {
        pause.of(patience.backoff().multipliedBy(1L << (tries - 1)));
        answer = attempt(to, body);
        tries++;
      }
      if (!answer.isTaken()) {
        String often = tries == 1 ? "" : " (tried " + tries + " times)";
        note.accept(lost(String.valueOf(to.getHost()), answer.reason() + often));
      }
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer attempt(URI to, String body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "walter-fleet")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<Void>> response =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      return answer(response.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException silent) {
      return Answer.refused("there was no answer within " + seconds(patience.answer()), false);
    } catch (ExecutionException failed) {
      IOException broken =
          failed.getCause() instanceof IOException io ? io : new IOException(failed);
      Trouble trouble = Trouble.of(broken, patience.connect());
      return Answer.refused(trouble.reason(), trouble.isFinal());
    } finally {
      response.cancel(true);
    }
  }

  private static Answer answer(int status) {
    if (status >= 200 && status < 300) {
      return Answer.TAKEN;
    }
    boolean passing = status >= 500 || status == 408 || status == 429;
    return Answer.refused("it answered " + status, !passing);
  }

  private static String lost(String host, String reason) {
    return "the webhook at " + host + " was not told: " + reason;
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
