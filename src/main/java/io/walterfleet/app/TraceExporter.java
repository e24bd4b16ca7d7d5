package io.walterfleet.app;

import io.walterfleet.fleet.Fleet;
import io.walterfleet.format.TraceJson;
import io.walterfleet.format.TraceParent;
import io.walterfleet.http.Exchange;
import io.walterfleet.http.HttpFailure;
import io.walterfleet.http.WebClient;
import io.walterfleet.plan.Batches.Batch;
import io.walterfleet.rollout.Event;
import io.walterfleet.rollout.Event.RunFinished;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends a run as one trace to the collector that the {@code OTEL_…} variables name, once the run
 * has ended. Nothing is sent where none of them names one, or the caller's trace is not kept.
 *
 * <p>A collector is waited for less than a second after the run, unless a variable says otherwise;
 * whatever it does, the run is as it is, and one note says what became of the trace. An empty
 * request goes to it when the run begins, so that what has to be loaded, looked up and resolved for
 * the first one is there at the end: to such a request a collector should say yes, says OTLP's
 * specification, and what it says is not waited for. Headers, which hold keys, are in no message.
 */
final class TraceExporter implements Consumer<Event> {
  private final CommandRuntime runtime;
  private final OtlpSettings settings;
  private final TraceJson.Subject subject;
  private final List<Event> events = new ArrayList<>();
  private final WebClient client;

  /** A trace of a run of this kind. */
  private TraceExporter(CommandRuntime runtime, OtlpSettings settings, TraceJson.Subject subject) {
    this.runtime = runtime;
    this.settings = settings;
    this.subject = subject;
    this.client =
        new WebClient(settings.patience(), Notifiers.proxies(runtime), WebClient::javaTrust);
  }

  /** Knocks at the collector; what comes of it does not matter. */
  private void knock() {
    if (settings.isGrpc()) {
      return;
    }
    settings
        .endpoint()
        .ifPresent(
            to ->
                settings
                    .headers()
                    .ifPresent(
                        headers -> {
                          Thread first =
                              new Thread(
                                  () -> knock(to, headers), "first request to the collector");
                          first.setDaemon(true);
                          first.start();
                        }));
  }

  private void knock(URI to, Map<String, String> headers) {
    try (Exchange exchange = client.postJson(to, TraceJson.EMPTY, headers)) {
      exchange.await(settings.patience());
    } catch (TimeoutException | ExecutionException unheard) {
      // the trace itself is sent all the same, and a note says what became of it
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Listens to one run, and sends it when it has ended.
   *
   * @param kind apply, drift or rollback
   */
  static Consumer<Event> of(CommandRuntime runtime, Fleet fleet, String kind, List<Batch> batches) {
    OtlpSettings settings = new OtlpSettings(runtime.environment());
    Optional<TraceParent> parent = TraceParent.of(runtime.environment().variable("TRACEPARENT"));
    if (!settings.isOn() || parent.filter(one -> !one.isSampled()).isPresent()) {
      return event -> {};
    }
    TraceExporter exporter =
        new TraceExporter(
            runtime,
            settings,
            new TraceJson.Subject(
                fleet.name(),
                kind,
                batches,
                settings.resource(),
                runtime.environment().version(),
                parent));
    exporter.knock();
    return exporter;
  }

  @Override
  public void accept(Event event) {
    events.add(event);
    if (event instanceof RunFinished) {
      long deadline = System.nanoTime() + settings.patience().toNanos();
      List<String> requests = TraceJson.of(subject, events);
      settings
          .oddity()
          .ifPresent(odd -> Notifiers.note(runtime, "not all is heeded for the trace: " + odd));
      lost(requests, deadline).ifPresent(this::note);
    }
  }

  private void note(String why) {
    Notifiers.note(runtime, "the trace of this run was not sent: " + why);
  }

  /** Sends it; says why it did not arrive. */
  private Optional<String> lost(List<String> requests, long deadline) {
    if (settings.isGrpc()) {
      return Optional.of("it can go by http/json alone, and OTEL_EXPORTER_OTLP_PROTOCOL is grpc");
    }
    Optional<URI> to = settings.endpoint();
    Optional<Map<String, String>> headers = settings.headers();
    if (to.isEmpty()) {
      return Optional.of("OTEL_EXPORTER_OTLP_ENDPOINT is no http or https address");
    }
    if (headers.isEmpty()) {
      return Optional.of("OTEL_EXPORTER_OTLP_HEADERS is no list of name=value");
    }
    return sent(to.get(), requests, headers.get(), deadline);
  }

  /** All parts together have the time that there is. */
  private Optional<String> sent(
      URI to, List<String> requests, Map<String, String> headers, long deadline) {
    Optional<String> lost = Optional.empty();
    for (int i = 0; i < requests.size() && lost.isEmpty(); i++) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      lost = sent(client.postJson(to, requests.get(i), headers), left, to.getHost());
      if (i > 0) {
        int from = i + 1;
        lost = lost.map(why -> why + ", to part " + from + " of " + requests.size());
      }
    }
    return lost;
  }

  private Optional<String> sent(Exchange posted, Duration left, String host) {
    String receiver = "the collector at " + host;
    Duration patience = settings.patience();
    try (Exchange exchange = posted) {
      int status = exchange.await(left).status();
      return status >= 200 && status < 300
          ? Optional.empty()
          : Optional.of(receiver + " answered " + status);
    } catch (TimeoutException slow) {
      return Optional.of(
          receiver + " gave no answer within " + patience.toMillis() + " milliseconds");
    } catch (ExecutionException failed) {
      IOException broken =
          failed.getCause() instanceof IOException io ? io : new IOException(failed);
      return Optional.of(receiver + ": " + HttpFailure.of(broken, patience).reason());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.of("the program was told to stop");
    }
  }
}
