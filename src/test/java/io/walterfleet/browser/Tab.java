package io.walterfleet.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** One page in a browser, as somebody at the keyboard meets it. */
public final class Tab {
  private static final Map<String, Integer> CODES =
      Map.of(
          "Tab",
          9,
          "Enter",
          13,
          "Escape",
          27,
          "ArrowLeft",
          37,
          "ArrowUp",
          38,
          "ArrowRight",
          39,
          "ArrowDown",
          40,
          "End",
          35,
          "Home",
          36);

  private final DevTools tools;
  private final String session;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  Tab(DevTools tools, String session) throws IOException, InterruptedException {
    this.tools = tools;
    this.session = session;
    tools.listen(session, this::heard);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      ask(domain + ".enable", Map.of());
    }
  }

  /** What the console was told beside plain messages: errors, warnings, refusals by the policy. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  /** The addresses of all that the page asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  void show(Chromium.Screen screen) throws IOException, InterruptedException {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            screen.width(),
            "height",
            screen.height(),
            "deviceScaleFactor",
            1,
            "mobile",
            false));
    String colours = screen.dark() ? "dark" : "light";
    ask(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  /** Goes to an address and waits until the page is loaded and drawn. */
  public void go(String url) throws IOException, InterruptedException {
    ask("Page.navigate", Map.of("url", url));
    await("document.readyState === 'complete' && location.href !== 'about:blank'");
    run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** The value of an expression on the page; a promise is waited for. */
  public JsonNode run(String expression) throws IOException, InterruptedException {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** The value of an expression that is a text. */
  public String text(String expression) throws IOException, InterruptedException {
    return run(expression).asString();
  }

  /** Waits until an expression holds. */
  public void await(String expression) throws IOException, InterruptedException {
    long end = System.nanoTime() + DevTools.DEADLINE.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (run(expression).asBoolean(false)) {
          return;
        }
      } catch (IOException navigating) {
        // the page it was asked of is gone
      }
      Thread.sleep(Duration.ofMillis(20).toMillis());
    }
    throw new IOException("never: " + expression);
  }

  /** Presses keys, one after the other, each by its name. */
  public void press(String... keys) throws IOException, InterruptedException {
    for (String key : keys) {
      int code = CODES.getOrDefault(key, 0);
      String text = key.equals("Enter") ? "\r" : "";
      for (String type : List.of("keyDown", "keyUp")) {
        ask(
            "Input.dispatchKeyEvent",
            Map.of(
                "type",
                type,
                "key",
                key,
                "code",
                key,
                "windowsVirtualKeyCode",
                code,
                "text",
                type.equals("keyDown") ? text : ""));
      }
    }
  }

  /** Types a text where the focus is. */
  public void type(String text) throws IOException, InterruptedException {
    ask("Input.insertText", Map.of("text", text));
  }

  /** Writes a picture of what is in sight. */
  public void picture(Path file) throws IOException, InterruptedException {
    String data = ask("Page.captureScreenshot", Map.of("format", "png")).path("data").asString();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  private JsonNode ask(String method, Map<String, ?> parameters)
      throws IOException, InterruptedException {
    return tools.ask(session, method, parameters);
  }

  private void heard(JsonNode event) {
    JsonNode parameters = event.path("params");
    switch (event.path("method").asString("")) {
      case "Runtime.exceptionThrown" -> errors.add(parameters.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (!parameters.path("type").asString("").equals("log")) {
          errors.add(parameters.toString());
        }
      }
      case "Log.entryAdded" -> errors.add(parameters.path("entry").toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asString(""));
      default -> {}
    }
  }
}
