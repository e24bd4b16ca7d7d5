package io.walterfleet.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
   * @param host the name that it answers to
   * @param ports the published ports, HTTPS first
   * @param since when it was started
   */
  record Walter(int schema, String host, List<Integer> ports, Instant since) {
    Walter {
      ports = List.copyOf(ports);
    }
  }

  /** Makes the empty engine. */
  void create() throws IOException {
    Files.createDirectories(folder.resolve("containers"));
  }

  /** The Walter that runs; empty when none does. */
  Optional<Walter> walter() throws IOException {
    try (Stream<Path> containers = Files.list(folder.resolve("containers"))) {
      for (Path file : containers.filter(path -> !path.toString().endsWith(".new")).toList()) {
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
    return "walter".equals(facts.get("label.service")) && "running".equals(facts.get("status"));
  }

  private static Walter walter(Map<String, String> facts, Instant since) {
    return new Walter(
        EmbeddedVendor.schema(facts.getOrDefault("image_id", "")),
        facts.getOrDefault("host", ""),
        Arrays.stream(facts.getOrDefault("ports", "").split(",", -1))
            .filter(port -> port.matches("\\d+:\\d+"))
            .map(port -> Integer.valueOf(port.substring(0, port.indexOf(':'))))
            .toList(),
        since);
  }

  private static Map<String, String> facts(Path file) throws IOException {
    Map<String, String> facts = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      int at = line.indexOf('=');
      if (at > 0) {
        facts.put(line.substring(0, at), line.substring(at + 1));
      }
    }
    return facts;
  }
}
