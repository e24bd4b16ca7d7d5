package io.walterfleet.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's Chromium, without a window; that it is not there is a failure. */
public final class Chromium implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final List<String> WORDS =
      List.of(
          "chromium",
          "--headless=new",
          // who runs all tests is root, as which Chromium has no sandbox; it opens our pages alone
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-extensions",
          "--disable-background-networking",
          "--disable-component-update",
          "--no-first-run",
          "--hide-scrollbars",
          "--remote-debugging-port=0");

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Chromium(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** How wide and high a page is shown, in CSS pixels, and in which colours. */
  public record Screen(int width, int height, boolean dark) {
    public static final Screen DESK = new Screen(1440, 900, false);

    /** The same in dark colours. */
    public Screen inDark() {
      return new Screen(width, height, true);
    }
  }

  /** Starts one with an empty profile of its own. */
  public static Chromium start() throws IOException {
    Path profile = Files.createTempDirectory("chromium");
    List<String> words =
        Stream.concat(WORDS.stream(), Stream.of("--user-data-dir=" + profile, "about:blank"))
            .toList();
    Process process =
        new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    // left open: with nobody at the other end Chromium could not write, and dies
    BufferedReader said = process.errorReader();
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      all.append(line).append('\n');
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        drain(said);
        return new Chromium(process, profile, new DevTools(URI.create(address.group(1))));
      }
    }
    throw new IOException("Chromium did not start:\n" + all);
  }

  /** Opens a page and waits until it is loaded and drawn. */
  public Tab open(String url, Screen screen) throws IOException, InterruptedException {
    String target =
        tools
            .ask("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asString();
    String session =
        tools
            .ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asString();
    Tab tab = new Tab(tools, session);
    tab.show(screen);
    tab.go(url);
    return tab;
  }

  @Override
  public void close() throws IOException {
    tools.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().orTimeout(DevTools.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    try (Stream<Path> all = Files.walk(profile)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (UncheckedIOException vanished) {
      // a process of it was still tidying up
    }
  }

  private static void drain(BufferedReader said) {
    Thread thread = new Thread(() -> said.lines().forEach(line -> {}), "chromium-says");
    thread.setDaemon(true);
    thread.start();
  }
}
