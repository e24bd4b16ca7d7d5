package io.walterfleet.step;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Compose of the test image, taken out of it and run here, with nothing in its environment. */
final class RealCompose {
  private static final String IMAGE = "walter-fleet-test/host-dind";
  private static final String PLUGIN = "/usr/libexec/docker/cli-plugins/docker-compose";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;

  private RealCompose(Path folder) {
    this.folder = folder;
  }

  /** Takes it out of the image into a directory. */
  static RealCompose in(Path folder) throws Exception {
    String container = run(List.of("docker", "create", IMAGE)).strip();
    try {
      run(List.of("docker", "cp", container + ":" + PLUGIN, folder + "/docker-compose"));
    } finally {
      run(List.of("docker", "rm", container));
    }
    return new RealCompose(folder);
  }

  String version() throws Exception {
    return run(List.of(folder + "/docker-compose", "version", "--short")).strip();
  }

  /**
   * What it reads of each file; empty where it refuses one. Many files are read in one run as the
   * files of many services, and in halves when it refuses the run.
   */
  List<Optional<Map<String, String>>> read(List<String> files) throws Exception {
    Optional<JsonNode> services = services(files);
    if (services.isEmpty()) {
      if (files.size() == 1) {
        return List.of(Optional.empty());
      }
      int half = files.size() / 2;
      List<Optional<Map<String, String>>> both = new ArrayList<>(read(files.subList(0, half)));
      both.addAll(read(files.subList(half, files.size())));
      return both;
    }
    List<Optional<Map<String, String>>> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      all.add(Optional.of(values(services.get().path("s" + i).path("environment"))));
    }
    return all;
  }

  private Optional<JsonNode> services(List<String> files) throws Exception {
    if (files.isEmpty()) {
      return Optional.of(JSON.createObjectNode());
    }
    StringBuilder yaml = new StringBuilder("services:\n");
    for (int i = 0; i < files.size(); i++) {
      Files.writeString(folder.resolve(i + ".env"), files.get(i), ISO_8859_1);
      yaml.append("  s%1$d: {image: x, env_file: [%1$d.env]}\n".formatted(i));
    }
    return config(yaml.toString(), List.of()).map(json -> json.path("services"));
  }

  /** The same as a project's own file, {@code --env-file}, of which some names are asked for. */
  Optional<Map<String, String>> project(String file, List<String> names) throws Exception {
    Files.writeString(folder.resolve("project.env"), file, ISO_8859_1);
    StringBuilder yaml = new StringBuilder("services:\n  s:\n    image: x\n    environment:\n");
    names.forEach(name -> yaml.append("      %1$s: \"${%1$s-(not there)}\"\n".formatted(name)));
    return config(yaml.toString(), List.of("--env-file", "project.env"))
        .map(json -> values(json.path("services").path("s").path("environment")))
        .map(
            values -> {
              values.values().removeIf("(not there)"::equals);
              return values;
            });
  }

  private Optional<JsonNode> config(String yaml, List<String> options) throws Exception {
    Files.writeString(folder.resolve("compose.yml"), yaml);
    List<String> words = new ArrayList<>(List.of(folder + "/docker-compose", "-f", "compose.yml"));
    words.addAll(options);
    words.addAll(List.of("config", "--format", "json"));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.redirectError(folder.resolve("words").toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    String json = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? Optional.of(JSON.readTree(json)) : Optional.empty();
  }

  /** What it said last on its other output. */
  String words() throws IOException {
    return Files.readString(folder.resolve("words"), ISO_8859_1);
  }

  /** What has no value is not there; it writes a dollar twice. */
  private static Map<String, String> values(JsonNode environment) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : environment.properties()) {
      if (!one.getValue().isNull()) {
        values.put(one.getKey(), one.getValue().asString().replace("$$", "$"));
      }
    }
    return values;
  }

  private static String run(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": " + out);
    }
    return out;
  }
}
