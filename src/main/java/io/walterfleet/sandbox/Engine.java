package io.walterfleet.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The container engine of an embedded machine, read from what the stand-in for docker keeps. */
final class Engine {
  private final Path folder;

  Engine(Path folder) {
    this.folder = folder;
  }

  /**
   * The running container of the service {@code walter}.
   *
   * @param schema the version of the schema that its release needs
   * @param fault how it misbehaves, in the registry's word
   * @param host the name that it answers to
   * @param ports the published ports, HTTPS first
   * @param since when it was started
   */
  record Walter(int schema, String fault, String host, List<Integer> ports, Instant since) {
    Walter {
      ports = List.copyOf(ports);
    }
  }

  /** Makes the empty engine. */
  void create() throws IOException {
    Files.createDirectories(folder.resolve("containers"));
    Files.createDirectories(folder.resolve("volumes"));
    Files.writeString(folder.resolve("images"), "");
    Files.writeString(folder.resolve("made"), "0\n");
    Files.writeString(folder.resolve("calls"), "");
  }

  /** The Walter that runs; empty when none does. */
  Optional<Walter> walter() throws IOException {
    try (Stream<Path> containers = Files.list(folder.resolve("containers"))) {
      for (Path file : containers.toList()) {
        Map<String, String> facts = facts(file);
        if (isWalter(facts)) {
          return Optional.of(walter(facts, Files.getLastModifiedTime(file).toInstant()));
        }
      }
    } catch (NoSuchFileException e) {
      // it was replaced while we looked: for this moment, nothing runs
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** The version of the schema in the database; 0 where no migration ran yet. */
  int schema() throws IOException {
    try {
      return Integer.parseInt(
          Files.readString(folder.resolve("volumes/walter_postgres/_data/schema")).strip());
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static boolean isWalter(Map<String, String> facts) {
    return "walter".equals(facts.get(".Config.Labels com.docker.compose.service"))
        && "running".equals(facts.get(".State.Status"));
  }

  private static Walter walter(Map<String, String> facts, Instant since) {
    return new Walter(
        Integer.parseInt(facts.getOrDefault(".Schema", "0")),
        facts.getOrDefault(".Fault", "-"),
        facts.getOrDefault(".Host", ""),
        Arrays.stream(facts.getOrDefault(".Ports", "").strip().split(" +"))
            .filter(port -> !port.isEmpty())
            .map(Integer::valueOf)
            .toList(),
        since);
  }

  private static Map<String, String> facts(Path file) throws IOException {
    Map<String, String> facts = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int at = line.indexOf('=');
      if (at > 0) {
        facts.put(line.substring(0, at), line.substring(at + 1));
      }
    }
    return facts;
  }
}
