package io.walterfleet.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the Walter of one loopback machine answers, as the one of {@code src/test/images/walter}
 * does: by its host name, its release, and the schema in the database's volume.
 */
final class StandInWalter {
  private final Path machines;
  private final StandInDocker docker;
  private final long readyAt;

  /** One answer over HTTP. */
  record Answer(int status, String body, Optional<String> location) {
    Answer(int status, String body) {
      this(status, body, Optional.empty());
    }
  }

  StandInWalter(Path machines, String machine, Duration readyAfter) {
    this.machines = machines;
    this.docker = new StandInDocker(machines.resolve(machine));
    this.readyAt = System.nanoTime() + readyAfter.toNanos();
  }

  Answer answer(String path, String host) throws IOException {
    Map<String, String> walter = service("walter");
    String name = walter.getOrDefault("host", "");
    if (!host.toLowerCase(Locale.ROOT).matches("\\Q" + name + "\\E(:\\d+)?")) {
      return new Answer(421, "{\"status\":\"unknown host\"}");
    }
    if (path.equals("/health/live")) {
      return new Answer(200, "{\"status\":\"alive\"}");
    }
    Map<String, String> postgres = service("postgres");
    if (postgres.isEmpty()) {
      return new Answer(503, "{\"status\":\"database unavailable\"}");
    }
    String[] release = release(walter.getOrDefault("image_id", ""));
    boolean never =
        release[1].equals("never-ready") || docker.isNeverReady(walter.getOrDefault("image", ""));
    if (never || System.nanoTime() < readyAt) {
      return new Answer(503, "{\"status\":\"starting\"}");
    }
    return bySchema(path, schema(postgres), Integer.parseInt(release[0]));
  }

  private static Answer bySchema(String path, int have, int need) {
    boolean machine = path.matches("/(api|health)(/.*)?");
    if (have > need) {
      return new Answer(503, "{\"status\":\"schema is newer than this release\"}");
    }
    if (path.equals("/migration-required")) {
      return new Answer(200, have < need ? "Migration required" : "Nothing to migrate");
    }
    if (have < need) {
      return machine
          ? new Answer(503, "{\"status\":\"migration required\"}")
          : new Answer(302, "", Optional.of("/migration-required"));
    }
    return new Answer(200, machine ? "{\"status\":\"ready\"}" : "<h1>Walter</h1>");
  }

  private Map<String, String> service(String name) throws IOException {
    return docker.containers().stream()
        .filter(one -> name.equals(one.get("label.service")))
        .filter(one -> "running".equals(one.get("status")))
        .findFirst()
        .orElse(Map.of());
  }

  /** The schema that the image needs, and its fault. */
  private String[] release(String image) throws IOException {
    List<String> lines = Files.readAllLines(machines.resolve("registry"));
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words[1].equals(image))
        .map(words -> new String[] {words[3], words[4]})
        .findFirst()
        .orElse(new String[] {"0", "unknown release"});
  }

  private int schema(Map<String, String> postgres) throws IOException {
    String volume = postgres.getOrDefault("mounts", "").split(":", -1)[0];
    Path file = docker.volume(volume).resolve("schema");
    return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
  }
}
