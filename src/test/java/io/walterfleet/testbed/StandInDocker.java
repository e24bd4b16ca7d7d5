package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The docker of one loopback machine: what it was asked, what it has, and how it fails. Its command
 * is {@code src/test/resources/testbed/docker}.
 */
public final class StandInDocker {
  private final Path state;
  private final Path bin;

  StandInDocker(Path machine) {
    this.state = machine.resolve("docker");
    this.bin = machine.resolve("bin");
  }

  /** Every call so far, such as {@code docker compose -p walter-onprem … up -d}. */
  public List<String> calls() throws IOException {
    return lines("calls");
  }

  /** The calls that changed something, by their last words. */
  public List<String> changes() throws IOException {
    return calls().stream()
        .filter(call -> call.matches(".* (pull|up|stop|start|down|run|rm|restart|kill)( .*)?"))
        .toList();
  }

  /** Makes calls whose words match fail, with docker's own words and exit code. */
  public void fail(String pattern, int exit, String words) throws IOException {
    fault(pattern, Integer.toString(exit), Duration.ZERO, words);
  }

  /** Makes pulls fail at the image of one service, as Compose says it. */
  public void failPull(String service, String reason) throws IOException {
    String last = "Error response from daemon: " + reason;
    fail(" pull --quiet$", 18, last);
    fail(" pull$", 18, " %s Error %s\\n%s".formatted(service, reason, last));
  }

  /** Makes calls whose words match slow. */
  public void delay(String pattern, Duration time) throws IOException {
    fault(pattern, "-", time, "");
  }

  /** Lets this release start, and never become ready, on this machine alone. */
  public void neverReady(String release) throws IOException {
    Files.writeString(state.resolve("never-ready"), "ghcr.io/matchylabs/walter:" + release + "\n");
  }

  /** True when an image never becomes ready here. */
  boolean isNeverReady(String image) throws IOException {
    return lines("never-ready").contains(image);
  }

  /** Ends all faults and delays; every release becomes ready. */
  public void heal() throws IOException {
    Files.deleteIfExists(state.resolve("never-ready"));
    Files.deleteIfExists(state.resolve("faults"));
  }

  /** Takes the command away, as on a machine without Docker. */
  public void uninstall() throws IOException {
    Files.deleteIfExists(bin.resolve("docker"));
    Files.deleteIfExists(bin.resolve("docker-compose"));
  }

  /** Leaves Compose v1, a command of its own, as the only one. */
  public void onlyComposeV1() throws IOException {
    Files.writeString(state.resolve("variant"), "v1\n");
    Files.createSymbolicLink(bin.resolve("docker-compose"), bin.resolve("docker"));
  }

  /** Leaves Docker without Compose. */
  public void noCompose() throws IOException {
    Files.writeString(state.resolve("variant"), "none\n");
  }

  /** The references of the images that are on the machine. */
  public List<String> images() throws IOException {
    return lines("images").stream().map(line -> line.split(" ", -1)[0]).sorted().toList();
  }

  /** The image of each service's container, by service, of those that run. */
  public Map<String, String> running() throws IOException {
    return containers().stream()
        .filter(container -> "running".equals(container.get("status")))
        .collect(
            Collectors.toMap(
                container -> container.getOrDefault("label.service", "?"),
                container -> container.getOrDefault("image", "?"),
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }

  /** All containers, each as it is kept. */
  public List<Map<String, String>> containers() throws IOException {
    Path directory = state.resolve("containers");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> !file.toString().endsWith(".new"))
          .sorted()
          .map(StandInDocker::container)
          .toList();
    }
  }

  /** Starts after a boot what the engine starts by itself, as the restart policies say. */
  void boot() throws IOException {
    try {
      LocalCommand.of(bin.resolve("docker").toString(), "engine", "boot").run();
    } catch (InterruptedException ended) {
      throw new IOException("the engine was not started", ended);
    }
  }

  /** The directory in which a volume's files are. */
  public Path volume(String name) {
    return state.resolve("volumes").resolve(name).resolve("_data");
  }

  private void fault(String pattern, String exit, Duration delay, String words) throws IOException {
    Files.writeString(
        state.resolve("faults"),
        String.join("\t", pattern, exit, Long.toString(delay.toMillis()), words) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private List<String> lines(String file) throws IOException {
    Path path = state.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static Map<String, String> container(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.split("=", 2))
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    } catch (IOException gone) {
      return Map.of();
    }
  }
}
