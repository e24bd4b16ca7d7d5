package io.walterfleet.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chromium's DevTools protocol: commands with their answers, and events, on one WebSocket. */
final class DevTools implements WebSocket.Listener {
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
  private final StringBuilder message = new StringBuilder();
  private final WebSocket socket;

  DevTools(URI address) {
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .connectTimeout(DEADLINE)
            .buildAsync(address, this)
            .join();
  }

  /** Hears the events of a session from now on; on the thread that reads the socket. */
  void listen(String session, Consumer<JsonNode> listener) {
    listeners.put(session, listener);
  }

  /** Says a command, to the browser or to a session, and waits for its answer. */
  JsonNode ask(String session, String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    int id = ids.incrementAndGet();
    ObjectNode command = JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
    command.set("params", JsonMapper.shared().valueToTree(parameters));
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    socket.sendText(command.toString(), true).join();
    try {
      JsonNode whole = answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      if (whole.has("error")) {
        throw new IOException(method + ": " + whole.get("error"));
      }
      return whole.path("result");
    } catch (ExecutionException | TimeoutException none) {
      throw new IOException(method + ": no answer", none);
    }
  }

  void close() {
    socket.abort();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      JsonNode whole = JsonMapper.shared().readTree(message.toString());
      message.setLength(0);
      take(whole);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  private void take(JsonNode whole) {
    CompletableFuture<JsonNode> answer = waiting.remove(whole.path("id").asInt(-1));
    if (answer != null) {
      answer.complete(whole);
      return;
    }
    Consumer<JsonNode> listener = listeners.get(whole.path("sessionId").asString(""));
    if (listener != null) {
      listener.accept(whole);
    }
  }
}
