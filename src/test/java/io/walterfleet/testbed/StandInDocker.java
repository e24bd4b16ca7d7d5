package io.walterfleet.testbed;

import java.io.IOException;
import java.math.BigInteger;
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
 * is that of the demo.
 */
public final class StandInDocker {
  /** The directory of the command, and of what it runs in its containers. */
  public static final Path PROGRAMS = Path.of("src/main/resources/sandbox").toAbsolutePath();

  private final Path state;
  private final Path bin;

  StandInDocker(Path machine) {
    this(machine.resolve("docker"), machine.resolve("bin"));
  }

  private StandInDocker(Path state, Path bin) {
    this.state = state;
    this.bin = bin;
  }

  /** The one that keeps its state in this directory. */
  public static StandInDocker of(Path state) {
    return new StandInDocker(state, state.resolveSibling("bin"));
  }

  /** The one of a machine whose home this is, and whose path begins with {@link #PROGRAMS}. */
  public static StandInDocker below(Path home) throws IOException {
    return of(Files.createDirectories(home.resolve(".stand-in")));
  }

  /** Every call so far, such as {@code docker compose -p walter-onprem … up -d}. */
  public List<String> calls() throws IOException {
    return lines("calls").stream().map(call -> call.substring(call.indexOf('|') + 1)).toList();
  }

  /** Lets the registry have images, of which nothing is known but their names. */
  public void publish(String... references) throws IOException {
    Files.writeString(
        state.resolve("registry"),
        Stream.of(references).map(StandInDocker::published).collect(Collectors.joining()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Lets the machine have an image. */
  public void pulled(String reference) throws IOException {
    Files.writeString(
        state.resolve("images"),
        published(reference),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The id of an image that was published so. */
  public static String id(String reference) {
    String id = "%064x".formatted(new BigInteger(1, reference.getBytes(StandardCharsets.UTF_8)));
    return "sha256:" + id.substring(id.length() - 64);
  }

  private static String published(String reference) {
    String id = id(reference);
    String digest = "sha256:" + id.substring(7).replace('6', '7');
    return "%s %s %s\n".formatted(reference, id, digest);
  }

  /** A fact of a container, such as {@code status}; empty where it has none of that name. */
  public String fact(String container, String key) throws IOException {
    return containers().stream()
        .filter(one -> container.equals(one.get("name")))
        .map(one -> one.getOrDefault(key, ""))
        .collect(Collectors.joining());
  }

  /** Sets a fact of a container, by its name. */
  public void set(String container, String key, String value) throws IOException {
    Map<String, String> facts = new TreeMap<>(Map.of("name", container));
    containers().stream().filter(one -> container.equals(one.get("name"))).forEach(facts::putAll);
    facts.put(key, value);
    place(facts);
  }

  /** Puts a container there, as its facts say; those without an id get one by their name. */
  public void place(Map<String, String> facts) throws IOException {
    Map<String, String> all = new TreeMap<>(Map.of("created", "1767225600", "exit", "0"));
    all.putAll(facts);
    String name = all.getOrDefault("name", "");
    all.putIfAbsent("id", "%064x".formatted(name.hashCode() & 0xffffffffL).replace("00", "0f"));
    String text =
        all.entrySet().stream()
            .map(fact -> fact.getKey() + "=" + fact.getValue().replace('\n', '\u001e') + "\n")
            .collect(Collectors.joining());
    Path containers = Files.createDirectories(state.resolve("containers"));
    Files.writeString(containers.resolve(all.getOrDefault("id", "")), text);
  }

  /** The names of the containers that run, in order. */
  public List<String> runningNames() throws IOException {
    return containers().stream()
        .filter(one -> "running".equals(one.get("status")))
        .map(one -> one.getOrDefault("name", "?"))
        .sorted()
        .toList();
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

  /** Makes one call fail, such as {@code up}, whatever its other words are. */
  public void failCall(String call, String words) throws IOException {
    Path calls = Files.createDirectories(state.resolve("fail"));
    Files.writeString(calls.resolve(call), "1 " + words + "\n");
  }

  /** Lets that call work again. */
  public void mendCall(String call) throws IOException {
    Files.delete(state.resolve("fail").resolve(call));
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
