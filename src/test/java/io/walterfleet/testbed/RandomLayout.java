package io.walterfleet.testbed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A bundle as somebody might have laid it out, by chance: file names, project, services, one-shots,
 * profiles, volumes, overlays, variables and mounts.
 */
public final class RandomLayout {
  private static final List<String> FILES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final String DATA = "/var/lib/postgresql/data";

  private final Random random;
  private final String base;
  private final Optional<String> named;
  private final Optional<String> asked;
  private final boolean hasOverlays;
  private final boolean hasDefaults;
  private final String databaseKey;
  private final Optional<String> databaseName;
  private final String stateKey;
  private final Optional<String> stateName;
  private final Optional<String> more;

  private RandomLayout(Random random) {
    this.random = random;
    this.base = one(FILES);
    this.named = maybe(one(List.of("walter", "walter-prod", "w1")));
    this.asked = maybe(one(List.of("walter", "shop", "w_2")));
    this.hasOverlays = random.nextBoolean();
    this.hasDefaults = random.nextInt(4) == 0;
    this.databaseKey = one(List.of("pgdata", "walter_postgres", "db", "postgres-15"));
    this.databaseName = maybe(one(List.of("walter_pg", "walter_state_db", "pg.data")));
    this.stateKey = one(List.of("state", "walter_state", "local"));
    this.stateName = maybe(one(List.of("walter_local", "walter-state")));
    this.more = maybe("uploads");
  }

  /** The layout of this number, each time the same. */
  public static RandomLayout of(long seed) {
    return new RandomLayout(new Random(seed * 7919));
  }

  /** The Compose project, as the bundle's own command makes it. */
  public String project() {
    return asked.or(() -> named).orElse("walter-onprem");
  }

  /** Which volume the database is in. */
  public String database() {
    return databaseName.orElse(project() + "_" + databaseKey);
  }

  /** All volumes that the stack has. */
  public Set<String> volumes() {
    Set<String> all = new TreeSet<>(Set.of(database()));
    all.add(stateName.orElse(project() + "_" + stateKey));
    more.ifPresent(key -> all.add(project() + "_" + key));
    return all;
  }

  /** Those that no backup has: the stack's beside the database's and Walter's own state. */
  public Set<String> uncopied() {
    return more.map(key -> Set.of(project() + "_" + key)).orElse(Set.of());
  }

  /** Whether the command reads variables that nothing but the command knows of. */
  public boolean hasDefaults() {
    return hasDefaults;
  }

  /** The bundle's files, by their paths; each is the same each time. */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("bin/walter-onprem", command());
    files.put(base, compose());
    files.put("config/walter.conf", "note = bundle\n");
    if (hasDefaults) {
      files.put("defaults.env", "TUNING=fast\n");
    }
    if (hasOverlays) {
      for (String mode : List.of("internal-tls", "public-tls")) {
        files.put(
            base.replaceFirst("(?=[.]ya?ml$)", "." + mode),
            "services:\n  app:\n    labels: [mode.%s]\n".formatted(mode));
      }
    }
    return files;
  }

  /** The same files with what a real engine needs beside: variables, ports, who waits for whom. */
  public Map<String, String> runnable() {
    Map<String, String> files = new TreeMap<>(files());
    files.compute(base, (name, text) -> runnable(String.valueOf(text)));
    return files;
  }

  private static String runnable(String text) {
    String url = "      DATABASE_URL: postgresql://walter@database/walter\n";
    String owner = "      POSTGRES_USER: walter\n      POSTGRES_DB: walter\n";
    String image = "    image: ghcr.io/matchylabs/postgres:15\n";
    String healthy =
        "    healthcheck: {test: [CMD, pg_isready, -q, -h, 127.0.0.1, -U, walter], interval: 1s,"
            + " retries: 60}\n";
    String sleeps = "    entrypoint: [sleep, '86400']\n    init: true\n";
    String own = "    image: ${WALTER_IMAGE}\n";
    return text.replace(image + "    environment:\n", image + "    environment:\n" + owner)
        .replace(image + "    volumes:", image + "    environment:\n" + owner + "    volumes:")
        .replace(image, image + healthy)
        .replace("    environment:\n      TUNING:", "    environment:\n" + url + "      TUNING:")
        .replace(own + "    env_file", own + "    environment:\n" + url + "    env_file")
        .replace(
            "    env_file: [.env.deploy]\n",
            "    env_file: [.env.deploy]\n    depends_on: {database: {condition: service_healthy}}\n")
        .replace(
            "  app:\n" + own,
            "  app:\n"
                + own
                + "    ports: ['${WALTER_HTTPS_PORT:-443}:8443', '${WALTER_HTTP_PORT:-80}:8080']\n")
        .replace("  worker:\n" + own, "  worker:\n" + own + sleeps)
        .replace("  console:\n" + own, "  console:\n" + own + sleeps)
        .replace("    command: \"true\"\n", "    entrypoint: ['true']\n");
  }

  private String command() {
    StringBuilder text = new StringBuilder("#!/bin/sh\nset -eu\ncd \"$(dirname \"$0\")/..\"\n");
    text.append("mode=$(sed -n 's/^WALTER_MODE=//p' .env.deploy)\nexec docker compose");
    asked.ifPresent(name -> text.append(" -p ").append(name));
    if (hasDefaults) {
      text.append(" --env-file defaults.env");
    }
    text.append(" --env-file .env.deploy");
    if (hasOverlays) {
      text.append(" -f ").append(base);
      text.append(" -f \"").append(base.replaceFirst("(?=[.]ya?ml$)", ".\\$mode")).append('"');
    }
    return text.append(" \"$@\"\n").toString();
  }

  private String compose() {
    Random own = new Random(base.hashCode() * 31L + project().hashCode() + databaseKey.hashCode());
    StringBuilder text = new StringBuilder();
    named.ifPresent(name -> text.append("name: ").append(name).append('\n'));
    text.append("services:\n");
    if (own.nextBoolean()) {
      once(text, "permissions", own.nextBoolean() ? "\"no\"" : "on-failure");
    }
    text.append("  database:\n    image: ghcr.io/matchylabs/postgres:15\n");
    if (own.nextBoolean()) {
      text.append("    environment:\n      PGDATA: ").append(DATA).append("/pgdata\n");
    }
    text.append("    volumes:\n      - ").append(databaseKey).append(':').append(DATA).append('\n');
    text.append("    restart: always\n");
    walter(text, "app", own.nextBoolean());
    text.append("    restart: unless-stopped\n");
    if (own.nextBoolean()) {
      walter(text, "worker", false);
      text.append("    restart: always\n");
    }
    if (own.nextBoolean()) {
      walter(text, "console", false);
      text.append("    profiles: [support]\n");
    }
    walter(text, "setup", false);
    text.append("    profiles: [setup]\n    command: setup\nvolumes:\n");
    volume(text, databaseKey, databaseName);
    volume(text, stateKey, stateName);
    more.ifPresent(key -> volume(text, key, Optional.empty()));
    return text.toString();
  }

  private void walter(StringBuilder text, String service, boolean isMounting) {
    text.append("  ").append(service).append(":\n    image: ${WALTER_IMAGE}\n");
    if (hasDefaults) {
      text.append("    environment:\n      TUNING: ${TUNING:?is not set}\n");
    }
    text.append("    env_file: [.env.deploy]\n    volumes:\n      - ");
    text.append(stateKey).append(":/state\n");
    more.ifPresent(key -> text.append("      - ").append(key).append(":/uploads\n"));
    if (isMounting) {
      text.append("      - ./config/walter.conf:/etc/walter.conf\n");
    }
  }

  private static void once(StringBuilder text, String service, String restart) {
    text.append("  ").append(service).append(":\n    image: ${WALTER_IMAGE}\n");
    text.append("    command: \"true\"\n    restart: ").append(restart).append('\n');
  }

  private static void volume(StringBuilder text, String key, Optional<String> name) {
    text.append("  ").append(key).append(":\n");
    name.ifPresent(value -> text.append("    name: ").append(value).append('\n'));
  }

  private String one(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }

  private Optional<String> maybe(String word) {
    return random.nextBoolean() ? Optional.of(word) : Optional.empty();
  }
}
